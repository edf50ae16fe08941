import { expect, it } from "vitest";
import { waits } from "./wait.tsx";

it("who has just written does not wait yet", () => {
  expect([-3, 0, 59].map(waits)).toEqual(Array(3).fill("just wrote"));
  expect([60, 3_600, 3 * 86_400].map(waits)).toEqual(["waits 1 min", "waits 1 h", "waits 3 d"]);
});
