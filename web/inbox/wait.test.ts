import { expect, it } from "vitest";
import { waitingSince, waits } from "./wait.tsx";

it("who has just written does not wait yet", () => {
  expect([-3, 0, 59].map(waits)).toEqual(Array(3).fill("just wrote"));
  expect([60, 3_600, 3 * 86_400].map(waits)).toEqual(["waits 1 min", "waits 1 h", "waits 3 d"]);
});

it("an open chat waits as its row does, which the chat itself does not say", () => {
  const chat = { status: "opened", waitingSince: null } as const;
  const row = { status: "opened", waitingSince: 7 } as const;
  expect(waitingSince(chat, row)).toBe(7);
  expect(waitingSince(null, row)).toBe(7);
  expect(waitingSince({ ...chat, waitingSince: 5 }, undefined)).toBe(5);
  expect(waitingSince({ ...chat, status: "closed" }, row)).toBe(null);
  expect(waitingSince(null, undefined)).toBe(null);
});
