/** Texts, times and sizes in the visitor's language. */

import type { State } from "../core/state";
import type { App } from "../core/talk";
import type { Words } from "../words/en";
import { type Language, wordsOf } from "../words/languages";
import type { moreOf } from "../words/more";
import type { More } from "../words/more/en";

/**
 * A sentence with its placeholders filled in. In right-to-left text, marks around each value keep
 * the value's own direction.
 */
export const say = (
  sentence: string,
  values: Record<string, string | number>,
  [open, close] = ["", ""],
): string => sentence.replace(/\{(\w+)\}/g, (_, key: string) => open + (values[key] ?? "") + close);

type All = Words & Partial<More>;

/** A function that returns the text of a key, with values for the text's placeholders. */
export type Say = (
  key: keyof Words | keyof More,
  values?: Record<string, string | number>,
) => string;

/** The state and the texts that every component of the view uses. */
export interface Known {
  app: App;
  s: State;
  t: Say;
}

let app: App;
let words: All | undefined;
let rest: typeof moreOf | undefined;

/** Sets the conversation that the view shows; called before the first rendering. */
export function serve(by: App): void {
  app = by;
}

/** The current state, with the texts of the current language. */
export const known = (): Known => ({
  app,
  s: app.state(),
  t: (key, values = {}) =>
    say(words?.[key] ?? "", values, document.dir === "rtl" ? ["\u2068", "\u2069"] : undefined),
});

/** True if the texts of a language are loaded. */
export const speaks = (): boolean => !!words;

/**
 * Loads the texts of a language, and switches to the language. Also loads the texts of the rarely
 * used parts of the view, if such a part is in use.
 */
export async function speak(language: Language): Promise<void> {
  const [some, others] = await Promise.all([wordsOf(language), rest?.(language)]);
  words = { ...some, ...others };
}

/** Resolves with a rarely used part of the view, when the part and its texts are loaded. */
export async function more<T>(part: Promise<T>): Promise<T> {
  rest = await import("./rest").then(it => it.moreOf);
  await speak(app.state().language);
  return part;
}

/** The visitor's regional variant of a language, for times and numbers. */
export const regional = (language: string) =>
  navigator.languages.find(it => it.split("-")[0] === language) ?? language;

export const date = (at: number, language: string, form: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(regional(language), form).format(at * 1000);

export const clock = (at: number, language: string): string =>
  date(at, language, { timeStyle: "short" });

const dayOf = (at: number) => new Date(at * 1000).toDateString();

/** Tells whether two moments are on the same day in the visitor's time zone. */
export const sameDay = (a: number, b: number): boolean => dayOf(a) === dayOf(b);

export const day = (at: number, language: string): string =>
  date(
    at,
    language,
    new Date(at * 1000).getFullYear() === new Date().getFullYear()
      ? { day: "numeric", month: "short" }
      : { day: "numeric", month: "short", year: "numeric" },
  );

/** Formats a moment: the time of day for today, or else the day. */
export const short = (at: number, language: string): string =>
  sameDay(at, Date.now() / 1000) ? clock(at, language) : day(at, language);

/** Formats a duration in whole seconds or minutes: 5 min, also where English has "5 mins". */
export const lasting = (seconds: number, language: string): string =>
  new Intl.NumberFormat(regional(language), {
    style: "unit",
    unit: seconds < 100 ? "second" : "minute",
    unitDisplay: "short",
  })
    .format(seconds < 100 ? Math.max(1, Math.ceil(seconds)) : Math.ceil(seconds / 60))
    .replace("mins", "min");
