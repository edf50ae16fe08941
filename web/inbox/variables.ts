// Canned responses with their variables filled in, such as `{{customer.name}}`; the server accepts
// the same variables. `{{customer.firstName|there}}` gives the text for a missing value; without
// such a text the variable stays visible.

import type { Customer } from "../core/shapes.ts";

export interface Filled {
  text: string;
  /** True if this part is the value of a variable. */
  isFilled: boolean;
}

export interface Subject {
  customer: Customer | null;
  agent: { name: string };
  chat: number | null;
  department: string | null;
}

const VARIABLE = /\{\{\s*([\w.-]{1,100})\s*(?:\|([^{}]{0,200}))?\}\}/g;

export function fill(text: string, subject: Subject): Filled[] {
  const found: Filled[] = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const value = filled(match[1] ?? "", subject) ?? match[2]?.trim() ?? null;
    if (match.index > from) found.push({ text: text.slice(from, match.index), isFilled: false });
    found.push({ text: value ?? match[0], isFilled: value !== null });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from), isFilled: false });
  return found;
}

function filled(name: string, { customer, agent, chat, department }: Subject): string | null {
  const said = (value: unknown) =>
    value === null || value === undefined || value === "" ? null : String(value);
  switch (name) {
    case "agent.name":
      return said(agent.name);
    case "chat.id":
      return said(chat);
    case "department.name":
      return said(department);
    case "customer.firstName":
      return said(customer?.name?.split(" ")[0]);
    case "customer.name":
    case "customer.email":
    case "customer.phone":
    case "customer.company":
    case "customer.userId":
      return said(customer?.[name.slice("customer.".length) as "name"]);
    default:
      return null;
  }
}
