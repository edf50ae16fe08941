// What views show: which chats are in them, and in which orders.

import type { Sort, View } from "./shapes.ts";

/** The statuses in a view; null for all statuses. */
function statusesOf(view: View): readonly unknown[] | null {
  const open = ["new", "opened", "pending", "on hold"];
  if (typeof view === "string") {
    if (view === "closed") return ["closed"];
    return ["drafts", "mentions", "blocked", "snoozed", "everything"].includes(view) ? null : open;
  }
  const { statuses } = view;
  return statuses === undefined ? open : Array.isArray(statuses) ? statuses : null;
}

/** Tells whether a view has closed chats. */
export const showsClosed = (view: View): boolean => statusesOf(view)?.includes("closed") ?? true;

/** Tells whether a view has snoozed chats. */
export function showsSnoozed(view: View): boolean {
  if (typeof view !== "string") return view["snoozed"] === true || view["snoozed"] === null;
  return ["drafts", "mentions", "blocked", "snoozed", "everything", "closed"].includes(view);
}

/** Tells whether a view has only closed chats. */
export const isOver = (view: View): boolean =>
  statusesOf(view)?.every(it => it === "closed") ?? false;

export function sortsOf(view: View): Sort[] {
  const sorts: Sort[] = isOver(view) ? [] : ["waiting"];
  sorts.push("activity", "created");
  if (showsClosed(view)) sorts.push("closed");
  return sorts;
}

/**
 * The sort for a view: the agent's last choice, or, in a view of only closed chats, the time of
 * closing.
 */
export function sortOf(view: View, wanted: Sort): Sort {
  if (isOver(view)) return "closed";
  return sortsOf(view).includes(wanted) ? wanted : "activity";
}

/**
 * Narrows a view to the chats in which a customer waits; null for a view that cannot be narrowed.
 */
export function waitingIn(view: View): View | null {
  const named: Record<string, View> = {
    mine: { assignee: "me", waiting: true },
    unassigned: { assignee: "none", waiting: true },
    all: "waiting",
  };
  if (typeof view === "string") return named[view] ?? null;
  return "waiting" in view || view["statuses"] !== undefined ? null : { ...view, waiting: true };
}

type Filter = Record<string, unknown>;

/**
 * The conditions of a saved view with the statuses `chosen`. Null selects all chats, including
 * snoozed and blocked chats. After a change from null to statuses, the view again excludes snoozed
 * and blocked chats.
 */
export function withStatuses(filter: Filter, chosen: readonly string[] | null): Filter {
  const { statuses, ...rest } = filter;
  if (chosen === null) {
    const blocked = rest["blocked"] === true ? true : null;
    return { ...rest, statuses: null, snoozed: null, blocked };
  }
  if (statuses === null) {
    for (const key of ["snoozed", "blocked"]) if (rest[key] === null) delete rest[key];
  }
  return chosen.length === 0 ? rest : { ...rest, statuses: [...chosen] };
}

/**
 * The conditions of a saved view, limited to snoozed chats if `isOn` is true. If `isOn` is false,
 * the condition on snoozed chats is taken from `saved`, the stored conditions of the view.
 */
export function withSnoozed(filter: Filter, isOn: boolean, saved: Filter): Filter {
  const { snoozed: _, ...rest } = filter;
  if (isOn) return { ...rest, snoozed: true };
  if (filter["statuses"] === null) return { ...rest, snoozed: null };
  // What came with "all chats" went with it.
  const before = saved["statuses"] === null ? undefined : saved["snoozed"];
  return before === undefined || before === true ? rest : { ...rest, snoozed: before };
}
