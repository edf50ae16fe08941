/**
 * The choice of a language for the widget, and its texts, which are loaded on demand.
 */

import type { Words } from "./en";

export const LANGUAGES = ["en", "de", "es", "fr", "pl", "uk", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first supported language of a list, or else English. */
export function choose(wished: readonly string[]): Language {
  for (const wish of wished) {
    const found = LANGUAGES.find(it => it === `${wish}`.toLowerCase().split(/[-_]/)[0]);
    if (found) return found;
  }
  return "en";
}

export const rtl = (language: Language): boolean => language === "ar";

const load: Record<Language, () => Promise<{ default: Words }>> = {
  en: () => import("./en"),
  de: () => import("./de"),
  es: () => import("./es"),
  fr: () => import("./fr"),
  pl: () => import("./pl"),
  uk: () => import("./uk"),
  ar: () => import("./ar"),
};

export const wordsOf = (language: Language): Promise<Words> =>
  load[language]().then(it => it.default);
