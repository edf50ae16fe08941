import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Catalog, LANGUAGES, placeholders, type Word } from "../ui/words.ts";
import { PLURALS, words } from "./words.ts";

const folder = new URL(".", import.meta.url);

/** Administrators' pages may fall back to English; whatever agents see all day may not. */
const MAY_BE_ENGLISH = /^(settings\/(?!sections|agents|second-factor|snippet)|reports\/)/;

function sources(): Map<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const wanted = names.filter(it => /\.tsx?$/.test(it) && !/\.test\.|^words/.test(it));
  return new Map(wanted.map(it => [it, readFileSync(new URL(it, folder), "utf8")]));
}

/** The keys that pages use, with the files that use them. */
const used = new Map<string, string[]>();
for (const [file, text] of sources()) {
  for (const [, key = ""] of text.matchAll(/\b(?:t|pieces)\(\s*("(?:[^"\\]|\\.)*")/g)) {
    const word = JSON.parse(key) as string;
    used.set(word, [...(used.get(word) ?? []), file]);
  }
}
const wanted = [...used].filter(([, files]) => files.some(it => !MAY_BE_ENGLISH.test(it)));

const texts = (word: Word): string[] => (typeof word === "string" ? [word] : Object.values(word));

describe.each(Object.keys(LANGUAGES).filter(it => it !== "en"))("the words of %s", language => {
  const load = async () =>
    ((await import(`./words/${language}.ts`)) as { default: Catalog }).default;

  it("lack nothing that agents see", async () => {
    const catalog = await load();
    expect(wanted.map(([key]) => key).filter(key => !(key in catalog))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(300);
  });

  it("have no word that no page uses", async () => {
    expect(Object.keys(await load()).filter(key => !used.has(key))).toEqual([]);
  });

  it("have the placeholders of the English ones, and a form for every number", async () => {
    const rules = new Intl.PluralRules(language);
    for (const [key, word] of Object.entries(await load())) {
      const english = placeholders(PLURALS[key] ?? key.replace(/#.*$/, ""));
      expect(placeholders(word), key).toEqual(english);
      for (const text of texts(word)) expect(text.trim(), key).not.toBe("");
      if (typeof word === "string") continue;
      for (const n of [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000]) {
        expect(word[rules.select(n)], `${key} ${n}`).toBeDefined();
      }
    }
  });
});

it("a key is written out where it is used, so that it can be found", () => {
  const hidden = [...sources()].flatMap(([file, text]) =>
    [...text.matchAll(/[^\w.]t\(\s*(?!["])[^)\s]/g)].map(it => `${file}: ${it[0]}`),
  );
  expect(hidden).toEqual([]);
});

it("plurals follow the language", async () => {
  await words.use("pl");
  expect([1, 3, 7].map(n => words.t("{n} chats closed", { n }))).toEqual([
    "1 czat zamknięty",
    "3 czaty zamknięte",
    "7 czatów zamkniętych",
  ]);
  await words.use("en");
  expect(words.t("{n} chats closed", { n: 1 })).toBe("1 chat closed");
  expect(words.t("Close#chat")).toBe("Close");
});
