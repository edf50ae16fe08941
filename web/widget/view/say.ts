/** Words, times and sizes as the visitor's language has them. */

import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { App } from "../core/app";
import type { State } from "../core/state";
import type { Words } from "../words/en";
import { say } from "../words/languages";

/** What every part of the view knows. */
export interface Known {
  app: App;
  s: State;
  words: Words;
}

export const Context = createContext<Known | null>(null);

/** A sentence of the words, with its values. */
export type Say = (key: keyof Words, values?: Record<string, string | number>) => string;

export function useKnown(): Known & { t: Say } {
  const known = useContext(Context);
  if (!known) throw new Error("There is nothing known here");
  return { ...known, t: (key, values = {}) => say(known.words[key], values) };
}

/** The visitor's own variety of the language, for times and numbers. */
const regional = (language: string) =>
  navigator.languages.find(it => it.split("-")[0] === language) ?? language;

const date = (at: number, language: string, form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(regional(language), form).format(at * 1000);

export const clock = (at: number, language: string): string =>
  date(at, language, { hour: "2-digit", minute: "2-digit" });

const dayOf = (at: number) => new Date(at * 1000).toDateString();

/** Whether two moments are on one day, here. */
export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

export const day = (at: number, language: string): string =>
  date(
    at,
    language,
    new Date(at * 1000).getFullYear() === new Date().getFullYear()
      ? { day: "numeric", month: "short" }
      : { day: "numeric", month: "short", year: "numeric" },
  );

/** Today's time, or else the day. */
export const short = (at: number, language: string): string =>
  sameDay(at, Date.now() / 1000) ? clock(at, language) : day(at, language);

/** A day of the next week by its name, a later one by its date. */
export const weekday = (at: number, language: string): string =>
  at * 1000 - Date.now() < 6 * 86_400_000
    ? date(at, language, { weekday: "long" })
    : date(at, language, { weekday: "long", day: "numeric", month: "long" });

/** A time from now: "in 11 hours". */
export function fromNow(at: number, language: string): string {
  const minutes = Math.max(1, Math.round((at - Date.now() / 1000) / 60));
  const form = new Intl.RelativeTimeFormat(regional(language), { numeric: "always" });
  if (minutes < 90) return form.format(minutes, "minute");
  if (minutes < 48 * 60) return form.format(Math.round(minutes / 60), "hour");
  return form.format(Math.round(minutes / 1440), "day");
}

/** A length of time in whole seconds or minutes. */
export const lasting = (seconds: number, language: string): string =>
  new Intl.NumberFormat(regional(language), {
    style: "unit",
    unit: seconds < 100 ? "second" : "minute",
    unitDisplay: "short",
  }).format(seconds < 100 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 60));

export const mib = (bytes: number, language: string): string =>
  `${new Intl.NumberFormat(regional(language), { maximumFractionDigits: 1 }).format(bytes / 1_048_576)}\u00a0MiB`;

/** Two letters of a name, or one where the script has no capitals. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const firsts = parts.map(part => [...part][0] ?? "");
  const one = firsts[0] ?? "";
  if (one.toUpperCase() === one.toLowerCase()) return one;
  return (parts.length > 1 ? one + (firsts.at(-1) ?? "") : one).toUpperCase();
}

/** Closes something on Escape while it is open: what was opened last, first. */
export function useEscape(open: boolean, close: () => void, inner = true): void {
  useEffect(() => {
    if (!open) return;
    const hear = (e: KeyboardEvent) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      close();
    };
    document.addEventListener("keydown", hear, inner);
    return () => document.removeEventListener("keydown", hear, inner);
  });
}
