// The facets of a search: the views of the chats that it finds, by status and department.

import type { View } from "./shapes.ts";

/** The choices that narrow a search; an empty text for a choice that is not made. */
export interface Facets {
  status: string;
  /** The id of a department, or `none`. */
  department: string;
}

export const NO_FACETS: Facets = { status: "", department: "" };

/** The conditions of each choice of a status. */
const STATUSES: Record<string, Record<string, unknown>> = {
  "": { statuses: null, snoozed: null },
  open: {},
  snoozed: { statuses: null, snoozed: true },
  closed: { statuses: ["closed"], snoozed: null },
};

/** The choices of a status, in their order. */
export const STATUS_FACETS = ["open", "snoozed", "closed"] as const;

export const isFacet = (status: string): boolean => status in STATUSES;

/** The view of the chats whose customers a text names. */
export function foundView(text: string, { status, department }: Facets): Record<string, unknown> {
  const of = STATUSES[status] ?? STATUSES[""];
  const to = department === "none" ? "none" : Number(department);
  return { text, blocked: null, ...of, ...(department === "" ? {} : { department: to }) };
}

/** A choice of a facet: a status, or a department. */
export interface Choice {
  facets: Facets;
  view: View;
}

/** The choices of each facet beside the other facet's current choice, with their views. */
export function choices(
  text: string,
  now: Facets,
  departments: readonly number[],
): { statuses: Choice[]; departments: Choice[] } {
  const choice = (facets: Facets) => ({ facets, view: foundView(text, facets) });
  const ids = departments.length === 0 ? [] : ["", ...departments.map(String), "none"];
  return {
    statuses: ["", ...STATUS_FACETS].map(status => choice({ ...now, status })),
    departments: ids.map(department => choice({ ...now, department })),
  };
}
