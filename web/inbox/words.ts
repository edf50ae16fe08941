// The words of the inbox. The English ones stand where they are used; those with a number have
// their forms here.

import { type Catalog, type Language, voice } from "../ui/words.ts";

export const PLURALS: Catalog = {
  "{n} chats closed": { one: "{n} chat closed", other: "{n} chats closed" },
  "{n} chats snoozed": { one: "{n} chat snoozed", other: "{n} chats snoozed" },
  "{n} chats assigned": { one: "{n} chat assigned", other: "{n} chats assigned" },
  "{n} chats changed": { one: "{n} chat changed", other: "{n} chats changed" },
  "{n} wait for a reply": { one: "{n} waits for a reply", other: "{n} wait for a reply" },
  "{n} messages wait here": {
    one: "{n} message waits here and is sent by itself, once.",
    other: "{n} messages wait here and are sent by themselves, once each.",
  },
  "{n} results": { one: "{n} result", other: "{n} results" },
  "waits {n} minutes": { one: "waits {n} minute", other: "waits {n} minutes" },
};

const LOADERS: Record<Exclude<Language, "en">, () => Promise<{ default: Catalog }>> = {
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  uk: () => import("./words/uk.ts"),
  ar: () => import("./words/ar.ts"),
};

export const words = voice(PLURALS, async language => (await LOADERS[language]()).default);

/** The text of a key, in the reader's language. */
export const t = words.t;
