// The names of people and of statuses on pages.

import type { Status } from "../core/shapes.ts";
import { t } from "./words.ts";

/** The name of a customer, or a substitute for a customer without a name. */
export function customerName(customer: {
  id: number;
  name: string | null;
  email?: string | null;
}): string {
  return customer.name || customer.email || t("Visitor {id}", { id: String(customer.id) });
}

export function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}

export const STATUSES: [Status, () => string][] = [
  ["new", () => t("New")],
  ["opened", () => t("Opened")],
  ["pending", () => t("Pending")],
  ["on hold", () => t("On hold")],
  ["closed", () => t("Closed")],
];

export function statusName(status: string): string {
  return STATUSES.find(([it]) => it === status)?.[1]() ?? status;
}
