// The translations of the inbox. English texts are in the code that uses them; those with plural
// forms are here.

import { type Catalog, type Language, voice } from "../ui/words.ts";

export const PLURALS: Catalog = {
  "{n} chats closed": { one: "{n} chat closed", other: "{n} chats closed" },
  "{n} chats snoozed": { one: "{n} chat snoozed", other: "{n} chats snoozed" },
  "{n} chats assigned": { one: "{n} chat assigned", other: "{n} chats assigned" },
  "{n} chats changed": { one: "{n} chat changed", other: "{n} chats changed" },
  "{n} chats moved": { one: "{n} chat moved", other: "{n} chats moved" },
  "{n} chats marked unread": { one: "{n} chat marked unread", other: "{n} chats marked unread" },
  "{n} chats tagged": { one: "{n} chat tagged", other: "{n} chats tagged" },
  "{n} chats untagged": { one: "{n} chat untagged", other: "{n} chats untagged" },
  "{n} chats no longer snoozed": {
    one: "{n} chat no longer snoozed",
    other: "{n} chats no longer snoozed",
  },
  "Its {n} open chats go to": {
    one: "Its {n} open chat goes to",
    other: "Its {n} open chats go to",
  },
  "{n} points": { one: "{n} point", other: "{n} points" },
  "{n} wait for a reply": { one: "{n} waits for a reply", other: "{n} wait for a reply" },
  "{n} more characters": { one: "{n} more character", other: "{n} more characters" },
  "{n} messages wait here": {
    one: "{n} message waits here and is sent by itself, once.",
    other: "{n} messages wait here and are sent by themselves, once each.",
  },
  "{n} chats": { one: "{n} chat", other: "{n} chats" },
  "{n} customers": { one: "{n} customer", other: "{n} customers" },
  "waits {n} minutes": { one: "waits {n} minute", other: "waits {n} minutes" },
};

/**
 * A separately loaded part of a language's translations.
 */
export type Area = "desk" | "settings" | "reports";
type Loaders = Record<Area, () => Promise<{ default: Catalog }>>;

/** The functions that load the translations of each language. */
export const LOADERS: Record<Exclude<Language, "en">, Loaders> = {
  de: {
    desk: () => import("./words/de.ts"),
    settings: () => import("./words/de/settings.ts"),
    reports: () => import("./words/de/reports.ts"),
  },
  es: {
    desk: () => import("./words/es.ts"),
    settings: () => import("./words/es/settings.ts"),
    reports: () => import("./words/es/reports.ts"),
  },
  fr: {
    desk: () => import("./words/fr.ts"),
    settings: () => import("./words/fr/settings.ts"),
    reports: () => import("./words/fr/reports.ts"),
  },
  pl: {
    desk: () => import("./words/pl.ts"),
    settings: () => import("./words/pl/settings.ts"),
    reports: () => import("./words/pl/reports.ts"),
  },
  uk: {
    desk: () => import("./words/uk.ts"),
    settings: () => import("./words/uk/settings.ts"),
    reports: () => import("./words/uk/reports.ts"),
  },
  ar: {
    desk: () => import("./words/ar.ts"),
    settings: () => import("./words/ar/settings.ts"),
    reports: () => import("./words/ar/reports.ts"),
  },
};

export const words = voice(
  PLURALS,
  "desk",
  async (language, area: Area) => (await LOADERS[language][area]()).default,
);

/** The translation of a key into the reader's language. */
export const t = words.t;
