// The names of people on pages.

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
