import { describe, expect, it } from "vitest";
import { say } from "../view/say";
import english from "./en";
import { choose, LANGUAGES, wordsOf } from "./languages";
import { moreOf } from "./more";
import englishMore from "./more/en";

const en = { ...english, ...englishMore };
const all = async (language: (typeof LANGUAGES)[number]) => ({
  ...(await wordsOf(language)),
  ...(await moreOf(language)),
});

/**
 * The keys whose texts are the same in English and in other languages, with the codes of these
 * languages.
 */
const SAME: Record<string, readonly string[]> = {
  chat: ["de", "es"],
  email: ["fr", "pl"],
  emoji: ["de", "es", "pl"],
  message: ["fr"],
  says: ["de", "es", "pl", "uk", "ar"],
};

const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(LANGUAGES)("in %s", language => {
  it("every sentence is there, with the same values in it", async () => {
    const words = await all(language);
    expect(Object.keys(words).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe("");
      expect(holes(text), key).toEqual(holes(en[key as keyof typeof en]));
    }
  });

  it("the words are its own", async () => {
    const words = await all(language);
    const same = Object.entries(words)
      .filter(([key, text]) => language !== "en" && text === en[key as keyof typeof en])
      .map(([key]) => key);
    expect(same.filter(key => !SAME[key]?.includes(language))).toEqual([]);
  });
});

it("the first language that there is wins, whatever its region", () => {
  expect(choose(["da-DK", "de_AT", "fr"])).toBe("de");
  expect(choose(["xx"])).toBe("en");
  expect(choose(["", "UK"])).toBe("uk");
});

it("a value is text, whatever stands in it", () => {
  expect(say("{name} is typing", { name: "{name} $& <b>" })).toBe("{name} $& <b> is typing");
  expect(say("{missing}", {})).toBe("");
});
