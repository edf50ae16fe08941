/**
 * The conditions of proactive messages: which rule matches this page and this visitor, and when.
 */

import type { Rule } from "./types";
import { list, number, object, text } from "./wire";

/** Converts a rule from the server's JSON. */
export function rule(it: unknown): Rule {
  const o = object(it);
  return {
    id: number(o["id"]),
    message: text(o["message"]),
    pages: list(o["pages"]).map(text),
    after: number(o["seconds"]),
    languages: list(o["locales"]).map(text),
    visits: number(o["visits"]),
  };
}

/** The facts about the visit that rules depend on. */
export interface Visit {
  url: string;
  /** The time on this page, in seconds. */
  seconds: number;
  languages: string[];
  visits: number;
}

/**
 * Tells whether a URL matches a pattern: `*` stands for any text, and a pattern without `*` matches
 * any part of the URL.
 */
export function urlFits(pattern: string, url: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const text = url.toLowerCase();
  if (parts.length === 1) return text.includes(parts[0] ?? "");
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    const found = last && part ? text.lastIndexOf(part) : text.indexOf(part, at);
    if (found < at || (last && part && found + part.length !== text.length)) return false;
    at = found + part.length;
  }
  return true;
}

const short = (language: string) => language.toLowerCase().split(/[-_]/)[0];

/** Tells whether a rule matches this visit, apart from the time. */
export const fits = (rule: Rule, visit: Omit<Visit, "seconds">): boolean =>
  (!rule.pages.length || rule.pages.some(pattern => urlFits(pattern, visit.url))) &&
  rule.visits <= visit.visits &&
  (!rule.languages.length ||
    rule.languages.some(it => visit.languages.some(have => short(have) === short(it))));

/** The matching rule that is due first, and the seconds until it is due. */
export function next(
  rules: Rule[],
  visit: Visit,
  done: readonly number[],
): { rule: Rule; in: number } | null {
  const [first] = rules
    .filter(rule => !done.includes(rule.id) && fits(rule, visit))
    .sort((a, b) => a.after - b.after || a.id - b.id);
  return first ? { rule: first, in: Math.max(0, first.after - visit.seconds) } : null;
}
