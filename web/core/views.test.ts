import { expect, it } from "vitest";
import { showsClosed, sortOf, sortsOf, withSnoozed, withStatuses } from "./views.ts";

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

const ALL = { statuses: null, snoozed: null, blocked: null };

it("other statuses of a saved view leave what it says of snoozed and blocked chats", () => {
  const found = { text: "x", statuses: ["closed"], snoozed: null, blocked: null };
  const both = withStatuses(found, ["closed", "pending"]);
  expect(both).toEqual({ ...found, statuses: ["closed", "pending"] });
  expect(withStatuses(both, ["closed"])).toEqual(found);
  expect(withStatuses(found, [])).toEqual({ text: "x", snoozed: null, blocked: null });
  const onlyBlocked = { blocked: true, snoozed: false };
  expect(withStatuses(onlyBlocked, ["new"])).toEqual({ ...onlyBlocked, statuses: ["new"] });
  expect(withStatuses(onlyBlocked, null)).toEqual({ ...ALL, blocked: true });
});

it("all chats of a saved view include the snoozed and blocked ones, until it has fewer again", () => {
  const all = withStatuses({ tag: "vip", statuses: ["new"] }, null);
  expect(all).toEqual({ tag: "vip", ...ALL });
  expect(withStatuses(all, [])).toEqual({ tag: "vip" });
  expect(withStatuses(all, ["new"])).toEqual({ tag: "vip", statuses: ["new"] });
  const snoozed = { ...ALL, snoozed: true };
  expect(withStatuses(snoozed, ["new"])).toEqual({ statuses: ["new"], snoozed: true });
});

it("a saved view that is not only of snoozed chats any more has what it had before", () => {
  const found = { statuses: ["closed"], snoozed: null, blocked: null };
  for (const saved of [found, {}, ALL, { snoozed: false }]) {
    const only = withSnoozed(saved, true, saved);
    expect(only).toEqual({ ...saved, snoozed: true });
    expect(withSnoozed(only, false, saved)).toEqual(saved);
  }
  expect(withSnoozed({ snoozed: true }, false, { snoozed: true })).toEqual({});
  expect(withSnoozed({ snoozed: true }, false, ALL)).toEqual({});
});
