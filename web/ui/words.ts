// Texts in the reader's language: a catalog by key, plural forms by the rules of the language, and
// placeholders. A key is the English text; a suffix after `#` only distinguishes two meanings of
// the same text. Each other language is a file, which is loaded when the language is chosen.

import { signal } from "@preact/signals";

/** A text, or its plural forms. `{name}` is a placeholder for a value, `{n}` for the number. */
export type Word = string | { [rule in Intl.LDMLPluralRule]?: string };
export type Catalog = Record<string, Word>;
export type Values = Record<string, string | number>;

/** The languages, with their own names. */
export const LANGUAGES = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pl: "Polski",
  uk: "Українська",
  ar: "العربية",
} as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (text: string): text is Language => text in LANGUAGES;

/** The first supported language in a list of locales, or else English. */
export function chosen(locales: readonly string[]): Language {
  for (const locale of locales) {
    const language = locale.toLowerCase().split(/[-_]/)[0] ?? "";
    if (isLanguage(language)) return language;
  }
  return "en";
}

export const isRightToLeft = (language: Language): boolean => language === "ar";

/**
 * The translations of a page into the current language; `Area` names their separately loaded parts.
 */
export interface Voice<Area extends string> {
  /** The current language. A component that reads the language is rendered again after a change. */
  readonly language: { readonly value: Language };
  /** The text of a key, with values for its placeholders. */
  t(key: string, values?: Values): string;
  /** The text of a key in parts, with components as values for its placeholders. */
  pieces<T>(key: string, values: Record<string, T | string | number>): (T | string)[];
  /** Switches to a language; the page keeps the old language until the new language is loaded. */
  use(language: Language): Promise<void>;
  /** Loads the texts of an area, now and after each change of the language. */
  open(area: Area): Promise<void>;
}

/**
 * The translations of a page that begins in the language `first`. `english` has only the plural
 * forms; `load` loads an area of another language.
 */
export function voice<Area extends string>(
  english: Catalog,
  first: Area,
  load: (language: Exclude<Language, "en">, area: Area) => Promise<Catalog>,
): Voice<Area> {
  const language = signal<Language>("en");
  const words = signal<Catalog>(english);
  const areas = new Set([first]);
  let wished: Language = "en";
  const rules = new Map<Language, Intl.PluralRules>();

  const form = (key: string, n: unknown): string => {
    const word = words.value[key] ?? english[key] ?? key.replace(/#.*$/, "");
    if (typeof word === "string") return word;
    const now = language.value;
    let rule = rules.get(now);
    if (!rule) {
      rule = new Intl.PluralRules(now);
      rules.set(now, rule);
    }
    return word[rule.select(Number(n ?? 0))] ?? word.other ?? "";
  };
  const pieces = <T>(key: string, values: Record<string, T | string | number>): (T | string)[] =>
    form(key, values["n"])
      .split(/(\{\w+\})/)
      .filter(piece => piece !== "")
      .map(piece => {
        const name = /^\{(\w+)\}$/.exec(piece)?.[1];
        if (name === undefined || !(name in values)) return piece;
        const value = values[name] as T | string | number;
        return typeof value === "number" ? value.toLocaleString(language.value) : value;
      });

  const gather = async () => {
    const next = wished;
    const { size } = areas;
    let found = english;
    if (next !== "en") {
      const all = await Promise.all([...areas].map(area => load(next, area)));
      found = Object.assign({}, ...all);
    }
    // Who wished for more meanwhile gathers it too.
    if (next !== wished || size !== areas.size) return;
    words.value = found;
    language.value = next;
    if (typeof document !== "undefined") {
      document.documentElement.lang = next;
      document.documentElement.dir = isRightToLeft(next) ? "rtl" : "ltr";
    }
  };

  return {
    language,
    pieces,
    t: (key, values = {}) => pieces(key, values).join(""),
    use(next) {
      wished = next;
      return gather();
    },
    open(area) {
      areas.add(area);
      return gather();
    },
  };
}

/** The placeholders of a text, which all its translations must have. */
export function placeholders(word: Word): string[] {
  const texts = typeof word === "string" ? [word] : [word.other ?? ""];
  const found = texts.flatMap(text =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
  );
  return [...new Set(found)].sort();
}
