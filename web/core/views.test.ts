import { expect, it } from "vitest";
import { showsClosed, sortOf, sortsOf } from "./views.ts";

it("a view stands by the end where everything is over, and nowhere else unasked", () => {
  expect(sortOf("closed", "waiting")).toBe("closed");
  expect(sortOf({ statuses: ["closed"] }, "created")).toBe("closed");
  // A chat that nobody needs to answer has no time of closing.
  expect(sortOf({ statuses: ["closed", "no communication"] }, "created")).toBe("created");
  expect(sortOf({ statuses: ["closed", "new"] }, "created")).toBe("created");
  expect(sortOf({ statuses: null }, "waiting")).toBe("waiting");
});

it("the last closed are offered first only where closed chats are", () => {
  for (const view of ["mine", "unassigned", "all", "waiting", { department: 3 }, { tag: "vip" }])
    expect(sortsOf(view)).toEqual(["waiting", "activity", "created"]);
  for (const view of ["everything", "blocked", { customer: 7, statuses: null }])
    expect(sortsOf(view)).toEqual(["waiting", "activity", "created", "closed"]);
  expect(sortsOf("closed")).toEqual(["activity", "created", "closed"]);
  // What was chosen there stays there, and does not follow to where nothing is closed.
  expect(sortOf("everything", "closed")).toBe("closed");
  expect(sortOf("mine", "closed")).toBe("activity");
});

it("a view shows closed chats if it asks for them, or for every status", () => {
  expect(showsClosed({ statuses: ["pending", "closed"] })).toBe(true);
  expect(showsClosed({ statuses: ["pending"] })).toBe(false);
  expect(showsClosed("snoozed")).toBe(true);
});
