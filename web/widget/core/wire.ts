/**
 * What the server says as a session begins, made into the widget's own words. Messages and news, which an open chat
 * alone needs, are in `news.ts`.
 */

import { CONFIG, type State } from "./state";

type Json = Record<string, unknown>;

export const object = (it: unknown): Json => (it && typeof it === "object" ? (it as Json) : {});
export const list = (it: unknown): unknown[] => (Array.isArray(it) ? it : []);
export const text = (it: unknown): string => (typeof it === "string" ? it : "");
export const maybe = (it: unknown): number | null => (typeof it === "number" ? it : null);
export const number = (it: unknown): number => maybe(it) ?? 0;

/** What of the answer is shown as it is. */
type Shown = "config" | "online" | "nextOpen" | "reply" | "known" | "unread" | "fileMax";

/** The answer to `POST session`. */
export interface Session {
  token: string | null;
  seq: number;
  history: string;
  /** Whether the server knows who it is. */
  identified: boolean;
  shown: Pick<State, Shown>;
  /** The visitor's chats, as the server says them. */
  chats: unknown[];
  /** The chat that was last in use, and the page of its newest messages, as the server says it. */
  chat: number | null;
  page: unknown;
  /** The rules for messages that the site shows by itself, as the server says them. */
  rules: unknown[];
  /** Why a claim about the visitor was not believed. */
  doubt: string;
}

export function session(it: unknown): Session {
  const o = object(it);
  const unread = object(o["unread"]);
  return {
    token: text(o["token"]) || null,
    seq: number(o["seq"]),
    history: text(o["history"]),
    identified: !["", "anonymous"].includes(text(o["identity"])),
    shown: {
      config: { ...CONFIG, ...object(o["look"]) },
      online: o["online"] !== false,
      nextOpen: maybe(o["nextOpen"]),
      reply: maybe(o["usualReplySeconds"]),
      known: list(o["known"]).map(text),
      unread: { messages: number(unread["messages"]), chats: number(unread["chats"]) },
      fileMax: number(o["maxFileBytes"]),
    },
    chats: list(o["chats"]),
    chat: maybe(o["chat"]),
    page: o,
    rules: list(o["rules"]),
    doubt: text(o["doubt"]),
  };
}
