import { afterEach, expect, it, vi } from "vitest";
import { snoozeItems } from "./act-menus.tsx";

afterEach(() => {
  vi.useRealTimers();
});

it.each([
  ["Saturday", new Date(2026, 10, 28, 12), ["later", "tomorrow", "week", "month"]],
  [
    "Sunday, when tomorrow is next week",
    new Date(2026, 10, 29, 12),
    ["later", "tomorrow", "month"],
  ],
])("a snooze offers each time once: on a %s", (_, now, offered) => {
  vi.useFakeTimers({ now });
  expect(snoozeItems("", () => {}).map(it => it.id)).toEqual(offered);
});
