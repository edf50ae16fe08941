/**
 * The conversion of the answer to a session's beginning from the server's JSON. Messages and
 * events, which only open chats need, are converted in `news.ts`.
 */

import { CONFIG, type State } from "./state";

type Json = Record<string, unknown>;

export const object = (it: unknown): Json => (it && typeof it === "object" ? (it as Json) : {});
export const list = (it: unknown): unknown[] => (Array.isArray(it) ? it : []);
export const text = (it: unknown): string => (typeof it === "string" ? it : "");
export const maybe = (it: unknown): number | null => (typeof it === "number" ? it : null);
export const number = (it: unknown): number => maybe(it) ?? 0;

/** The fields of the answer that the state takes over unchanged. */
type Shown = "config" | "online" | "nextOpen" | "reply" | "known" | "unread" | "fileMax";

/** The answer to `POST session`. */
export interface Session {
  token: string | null;
  seq: number;
  history: string;
  /** True if the site has identified the visitor. */
  identified: boolean;
  shown: Pick<State, Shown>;
  /** The visitor's chats, in the server's JSON. */
  chats: unknown[];
  /** The id of the last used chat. `page` has the chat's newest messages, in the server's JSON. */
  chat: number | null;
  page: unknown;
  /** The proactive rules, in the server's JSON. */
  rules: unknown[];
  /**
   * The reason why the site's claim about the visitor was rejected; empty if the claim was
   * accepted.
   */
  doubt: string;
}

export function session(it: unknown): Session {
  const o = object(it);
  const unread = object(o["unread"]);
  return {
    token: text(o["token"]) || null,
    seq: number(o["seq"]),
    history: text(o["history"]),
    // "verified" or "claimed".
    identified: /ed$/.test(text(o["identity"])),
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
