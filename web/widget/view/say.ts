/** Words, times and sizes as the visitor's language has them. */

import type { State } from "../core/state";
import type { App } from "../core/talk";
import type { Words } from "../words/en";
import { type Language, wordsOf } from "../words/languages";
import type { moreOf } from "../words/more";
import type { More } from "../words/more/en";

/** A sentence with its values put in; where text runs from the right, each value keeps its own direction. */
export const say = (
  sentence: string,
  values: Record<string, string | number>,
  [open, close] = ["", ""],
): string => sentence.replace(/\{(\w+)\}/g, (_, key: string) => open + (values[key] ?? "") + close);

type All = Words & Partial<More>;

/** A sentence of the words, with its values. */
export type Say = (
  key: keyof Words | keyof More,
  values?: Record<string, string | number>,
) => string;

/** What every part of the view knows. */
export interface Known {
  app: App;
  s: State;
  t: Say;
}

let app: App;
let words: All | undefined;
let rest: typeof moreOf | undefined;

/** Learns whom to tell what the visitor does, before anything is drawn. */
export function serve(by: App): void {
  app = by;
}

/** What there is to know now. */
export const known = (): Known => ({
  app,
  s: app.state(),
  t: (key, values = {}) =>
    say(words?.[key] ?? "", values, document.dir === "rtl" ? ["\u2068", "\u2069"] : undefined),
});

/** Whether there are words to speak with. */
export const speaks = (): boolean => !!words;

/** Speaks a language from now on, with the words of all parts that there are. */
export async function speak(language: Language): Promise<void> {
  const [some, others] = await Promise.all([wordsOf(language), rest?.(language)]);
  words = { ...some, ...others };
}

/** A part that comes later, and the words that it needs. */
export async function more<T>(part: Promise<T>): Promise<T> {
  rest = await import("./rest").then(it => it.moreOf);
  await speak(app.state().language);
  return part;
}

/** The visitor's own variety of the language, for times and numbers. */
export const regional = (language: string) =>
  navigator.languages.find(it => it.split("-")[0] === language) ?? language;

export const date = (at: number, language: string, form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(regional(language), form).format(at * 1000);

export const clock = (at: number, language: string): string =>
  date(at, language, { timeStyle: "short" });

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

/** A length of time in whole seconds or minutes. */
export const lasting = (seconds: number, language: string): string =>
  new Intl.NumberFormat(regional(language), {
    style: "unit",
    unit: seconds < 100 ? "second" : "minute",
    unitDisplay: "short",
  }).format(seconds < 100 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 60));
