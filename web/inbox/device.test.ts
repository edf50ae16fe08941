import { expect, it } from "vitest";
import { device, isPanelShown, set, showPanel } from "./device.ts";

it("compact rows hide the customer panel until it is asked for, and comfortable ones do not", () => {
  expect(isPanelShown.value).toBe(true);
  set({ density: "compact" });
  expect(isPanelShown.value).toBe(false);
  showPanel(true);
  expect(isPanelShown.value).toBe(true);
  showPanel(false);
  set({ density: "comfortable" });
  expect(isPanelShown.value).toBe(true);
  // What is chosen beside comfortable rows is kept.
  showPanel(false);
  expect([isPanelShown.value, device.value.isPanelOpen]).toEqual([false, false]);
});
