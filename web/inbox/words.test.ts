import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { until } from "../core/snooze.ts";
import { type Catalog, LANGUAGES, type Language, placeholders, type Word } from "../ui/words.ts";
import { type Area, LOADERS, PLURALS, words } from "./words.ts";

const folder = new URL(".", import.meta.url);

/** The area whose texts a source file may use, in addition to the area `desk`. */
const areaOf = (file: string): Area => {
  if (/^settings\/(sections|frame)\./.test(file)) return "desk";
  if (/^(settings\/|setup\.|welcome)/.test(file)) return "settings";
  return file.startsWith("reports/") ? "reports" : "desk";
};

/**
 * The texts that are the same in English and in other languages, with the codes of these languages.
 */
const SAME: Record<string, string> = {
  "< {n} min": "de es fr pl",
  "> {n} h": "de es fr",
  Admin: "de fr",
  Agent: "de fr pl",
  "agent {id}": "fr pl",
  Agents: "fr",
  "chat {id}": "es fr",
  Chats: "de es fr",
  Code: "de fr",
  Date: "fr",
  Deskbell: "de es fr pl ar uk",
  "E-mail": "fr pl",
  Emoji: "de es fr pl",
  Filter: "de",
  h: "de es fr",
  Image: "fr",
  Import: "de fr pl",
  "import {id}": "fr pl",
  Live: "de",
  Mentions: "fr",
  Messages: "fr",
  min: "de es fr pl",
  Name: "de",
  "Name#person": "de",
  Note: "fr",
  Notifications: "fr",
  Offline: "de pl",
  Region: "de pl",
  Sessions: "fr",
  Status: "de pl",
  Supervisor: "de es",
  Tag: "de pl",
  Tags: "de",
  Text: "de",
  "{field}: {reason}": "de es pl uk ar",
  "{name}:": "de es pl uk ar",
  "active#key": "fr",
  Message: "fr",
  "message {id}": "fr",
  Pages: "fr",
  Total: "es fr",
  Webhooks: "de es fr ar",
  "webhook {id}": "es fr pl",
  "{n} chats": "es fr",
  "{n} d": "es pl",
  "{n} h": "de es fr",
  "{n} min": "de es fr pl",
  "{n} points": "fr",
  "{n} s": "de es fr pl",
};

function sources(): Map<string, string> {
  const names = readdirSync(folder, { recursive: true }).map(String);
  const wanted = names.filter(it => /\.tsx?$/.test(it) && !/\.test\.|^words/.test(it));
  return new Map(wanted.map(it => [it, readFileSync(new URL(it, folder), "utf8")]));
}

/** The keys of the translations that pages use, with the files that use each key. */
const used = new Map<string, string[]>();
for (const [file, text] of sources()) {
  for (const [, key = ""] of text.matchAll(/\b(?:t|pieces)\(\s*("(?:[^"\\]|\\.)*")/g)) {
    const word = JSON.parse(key) as string;
    used.set(word, [...(used.get(word) ?? []), file]);
  }
}

const texts = (word: Word): string[] => (typeof word === "string" ? [word] : Object.values(word));
const categories = (language: string) =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories;

describe.each(Object.keys(LOADERS) as (keyof typeof LOADERS)[])("the words of %s", language => {
  const load = async (area: Area) => (await LOADERS[language][area]()).default;
  const areas = async (): Promise<Record<Area, Catalog>> => ({
    desk: await load("desk"),
    settings: await load("settings"),
    reports: await load("reports"),
  });
  const all = async (): Promise<Catalog> => Object.assign({}, ...Object.values(await areas()));

  it("lack nothing: each page has its words in what is loaded with it", async () => {
    const places = await areas();
    const { desk } = places;
    const missing = [...used].flatMap(([key, files]) =>
      files.filter(it => !(key in desk || key in places[areaOf(it)])).map(it => `${it}: ${key}`),
    );
    expect(missing).toEqual([]);
    expect(used.size).toBeGreaterThan(600);
  });

  it("have no word that no page uses, and none twice", async () => {
    expect(Object.keys(await all()).filter(key => !used.has(key))).toEqual([]);
    const parts = await Promise.all(
      readdirSync(new URL(`words/${language}`, folder)).map(async it => {
        const part = it.replace(/\.ts$/, "");
        // The settings have these as their own.
        if (part === "channels" || part === "first-run") return {};
        return ((await import(`./words/${language}/${part}.ts`)) as { default: Catalog }).default;
      }),
    );
    const keys = parts.flatMap(it => Object.keys(it));
    expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
  });

  it("have the placeholders of the English ones, and a form for every number", async () => {
    for (const [key, word] of Object.entries(await all())) {
      const english = placeholders(PLURALS[key] ?? key.replace(/#.*$/, ""));
      expect(placeholders(word), key).toEqual(english);
      for (const text of texts(word)) expect(text.trim(), key).not.toBe("");
      if (typeof word === "string") expect(PLURALS[key], key).toBeUndefined();
      else expect(Object.keys(word).sort(), key).toEqual(categories(language).sort());
    }
  });

  it("are not English", async () => {
    const same = Object.entries(await all())
      .filter(([key, word]) => texts(word).includes(key.replace(/#.*$/, "")))
      .map(([key]) => key);
    expect(same.filter(key => !SAME[key]?.split(" ").includes(language))).toEqual([]);
  });
});

it("every language has its words", () => {
  expect(["en", ...Object.keys(LOADERS)].sort()).toEqual(Object.keys(LANGUAGES).sort());
});

it("the examples of a snooze are understood in each language", async () => {
  const now = new Date(2026, 10, 26, 12);
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    await words.use(language);
    for (const example of words.t("tomorrow 9, in 3 days, fri 14:30").split(/[,،]\s*/))
      expect(until(example, now, language), `${language}: ${example}`).not.toBeNull();
  }
  await words.use("en");
});

it("English has a form for every number", () => {
  for (const [key, word] of Object.entries(PLURALS))
    expect(Object.keys(word).sort(), key).toEqual(categories("en").sort());
});

it("the words of a page come when it is opened, and stay when the language changes", async () => {
  await words.use("de");
  expect(words.t("Add the view")).toBe("Add the view");
  await words.open("settings");
  expect(words.t("Add the view")).toBe("Ansicht hinzufügen");
  await words.use("fr");
  expect(words.t("Add the view")).toBe("Ajouter la vue");
  await words.use("en");
});

it("the language that was chosen last is spoken, whichever came first", async () => {
  await Promise.all([words.use("pl"), words.open("reports"), words.use("es")]);
  expect([words.language.value, words.t("Period")]).toEqual(["es", "Periodo"]);
  await words.use("en");
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
