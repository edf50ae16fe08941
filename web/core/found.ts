// A search: the views of the chats that it finds, by status and department, and the fields of a
// customer in which it found its text.

import type { Customer, View } from "./shapes.ts";

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

/** The view of the chats that match a text, with the conditions of the chosen facets. */
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

/**
 * The choices of each facet, each with the view that results from this choice and the other facet's
 * current choice.
 */
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

/** The form of a letter in which the server compares texts: without case and accents. */
const foldedLetter = (letter: string) =>
  letter
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toUpperCase()
    .toLowerCase();

const folded = (text: string) => Array.from(text, foldedLetter).join("");

/** Splits a text at the matches of a search text; every second part is a match. */
export function hits(text: string, asked: string): string[] {
  const wanted = folded(asked.trim());
  if (wanted === "") return [text];
  let whole = "";
  /** For each letter of `whole`, its position in the text. */
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const form = foldedLetter(letter);
    for (let n = 0; n < form.length; n++) places.push(at);
    whole += form;
    at += letter.length;
  }
  const parts: string[] = [];
  let end = 0;
  let hit = whole.indexOf(wanted);
  while (hit >= 0) {
    const begin = Math.max(end, places[hit] ?? text.length);
    const after = hit + wanted.length;
    const next = places.slice(after).find(place => place > begin) ?? text.length;
    parts.push(text.slice(end, begin), text.slice(begin, next));
    end = next;
    hit = whole.indexOf(wanted, after);
  }
  parts.push(text.slice(end));
  return parts;
}

/** A field of a customer in which a text was found. */
export interface Match {
  field:
    | "channel"
    | "city"
    | "company"
    | "country"
    | "data"
    | "language"
    | "note"
    | "phone"
    | "region"
    | "tag"
    | "userId";
  /** The name of a value of the custom data; empty for other fields. */
  name: string;
  value: string;
}

/** The fields of a customer in which a text was found, except for the name and the e-mail address. */
export function matches(customer: Customer, asked: string): Match[] {
  const wanted = folded(asked.trim());
  const { location } = customer;
  const all: Match[] = [];
  const add = (field: Match["field"], value: unknown, name = "", isWhole = false) => {
    if (typeof value !== "string" && typeof value !== "number") return;
    const form = folded(String(value));
    if (isWhole ? form === wanted : form.includes(wanted))
      all.push({ field, name, value: String(value) });
  };
  add("company", customer.company);
  add("phone", customer.phone);
  add("userId", customer.userId);
  for (const tag of customer.tags) add("tag", tag.name);
  add("note", customer.notes);
  for (const [name, value] of Object.entries(customer.customData ?? {})) add("data", value, name);
  add("city", location?.city);
  add("country", location?.countryCode, "", true);
  add("region", location?.regionCode, "", true);
  add("language", customer.locale, "", true);
  add("channel", customer.integrationId);
  return all;
}
