import { readFileSync } from "node:fs";
import { signal } from "@preact/signals";
import { afterAll, expect, it } from "vitest";
import type { Message } from "../core/shapes.ts";
import type { Thread } from "../core/thread.ts";
import type { Desk } from "./desk.ts";
import { systemLine } from "./system-line.ts";
import { words } from "./words.ts";

afterAll(() => words.use("en"));

const desk = { agent: () => undefined } as unknown as Desk;
const thread = { customer: signal({ id: 1, name: "Marta Nowak" }) } as unknown as Thread;

/** Returns the sentence for a system message that an agent caused. */
const said = (text: string, agent: Message["agent"] = { id: 7, name: "Amara Diallo" }) =>
  systemLine(desk, thread, { text, agent } as Message).text;

const SENTENCES = {
  chat_auto_assigned: "This chat was assigned automatically",
  chat_status_changed_by_public_api: "A program changed the status",
  chat_status_changed: "The status was changed",
  chat_unassigned: "Amara Diallo removed the assignee",
  chat_assigned: "Amara Diallo assigned this chat",
  chat_department_changed: "The chat moved to another department",
  chat_unsnoozed: "The chat came back",
  chat_snoozed: "Amara Diallo snoozed this chat",
  chat_rated: "Marta Nowak rated this chat",
  chat_closed: "This chat was closed",
  chat_reopened: "This chat was opened again",
  no_agents_available: "Nobody was at the desk when this came",
};

it("a message of the system is a sentence, whatever it tells", () => {
  for (const [key, sentence] of Object.entries(SENTENCES)) expect(said(key)).toBe(sentence);
});

it("what the server writes today has a sentence in every language", async () => {
  const rules = readFileSync(new URL("../../crates/model/src/rules.rs", import.meta.url), "utf8");
  const written = new Set([...rules.matchAll(/"(chat_[a-z_]+)"/g)].map(([, key = ""]) => key));
  expect([...written].sort()).toEqual([
    "chat_auto_assigned",
    "chat_status_changed",
    "chat_status_changed_by_public_api",
  ]);
  for (const language of ["de", "es", "fr", "pl", "uk", "ar"] as const) {
    await words.use(language);
    for (const key of written) {
      expect(said(key)).not.toContain("_");
      expect(said(key)).not.toBe(SENTENCES[key as keyof typeof SENTENCES]);
    }
  }
});

it("a sentence of the server stays as it is, and so does a key that nobody knows", async () => {
  await words.use("en");
  expect(said("The import ended here.")).toBe("The import ended here.");
  expect(said("unheard_of")).toBe("unheard_of");
});

it("who did it is named, or nobody is", () => {
  expect(said("chat_assigned", null)).toBe("Somebody assigned this chat");
});
