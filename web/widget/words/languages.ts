/** The languages of the widget: which one is spoken, and its words, which are loaded when they are needed. */

import type { Words } from "./en";

export const LANGUAGES = ["en", "de", "es", "fr", "pl", "uk", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the wished languages that there is, or else English. */
export function choose(wished: readonly string[]): Language {
  for (const wish of wished) {
    const found = LANGUAGES.find(it => it === `${wish}`.toLowerCase().split(/[-_]/)[0]);
    if (found) return found;
  }
  return "en";
}

export const rtl = (language: Language): boolean => language === "ar";

const load: Record<Language, () => Promise<Words>> = {
  en: () => import("./en").then(it => it.en),
  de: () => import("./de").then(it => it.de),
  es: () => import("./es").then(it => it.es),
  fr: () => import("./fr").then(it => it.fr),
  pl: () => import("./pl").then(it => it.pl),
  uk: () => import("./uk").then(it => it.uk),
  ar: () => import("./ar").then(it => it.ar),
};

/** The words of a language. */
export const wordsOf = (language: Language): Promise<Words> => load[language]();

/** A sentence with its values put in. */
export const say = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, key: string) => `${values[key] ?? ""}`);
