/** The operations of `/widget/v1`, one function each. */

import { ask } from "./http";
import type { Identity } from "./identity";
import type { Chat, FileRef, Message, Rating, Sending } from "./types";
import { file, message, messages, type Session, session } from "./wire";

/** Where the visitor is. */
export interface Place {
  page: string;
  referrer: string;
  locale: string;
}

/** Something that the visitor did. */
export interface Happening {
  name: string;
  data?: Record<string, unknown>;
}

export interface Desk {
  session(user: Identity | null): Promise<Session>;
  leave(): Promise<unknown>;
  send(it: Sending): Promise<Message>;
  messages(
    chat: Chat["id"],
    before: number | null,
  ): Promise<{ messages: Message[]; more: boolean }>;
  unread(): Promise<number>;
  read(chat: Chat["id"]): Promise<unknown>;
  rate(chat: Chat["id"], rating: Rating, comment: string): Promise<unknown>;
  happened(events: Happening[]): Promise<unknown>;
  upload(file: Blob, name: string): Promise<FileRef>;
}

type Json = Record<string, unknown>;

/** What the server takes of an address, in characters. */
const ADDRESS_MAX = 2048;

/** The desk's operations for an application, with whatever token and place there are at the time. */
export function desk(
  base: string,
  app: string,
  organization: string | undefined,
  token: () => string | null,
  place: () => Place,
): Desk {
  const at = () => {
    const { page, referrer, locale } = place();
    return { page: page.slice(0, ADDRESS_MAX), referrer: referrer.slice(0, ADDRESS_MAX), locale };
  };
  const post = (path: string, body: unknown, key?: string) =>
    ask(base, { method: "POST", path, token: token(), body, ...(key ? { key } : {}) });
  const get = (path: string) => ask(base, { method: "GET", path, token: token() });
  return {
    session: async user =>
      session(await post("session", { app, organization, ...(user ? { user } : {}), ...at() })),
    leave: () => ask(base, { method: "DELETE", path: "session", token: token() }),
    async send({ key, text, chat, files, form }) {
      const body: Json = { text, chatId: chat, ...at() };
      if (files.length) body["files"] = files.map(it => it.id);
      if (form) body["form"] = form;
      return message(await post("messages", body, key));
    },
    messages: async (chat, before) =>
      messages(await get(`messages?chat=${chat}${before === null ? "" : `&before=${before}`}`)),
    unread: async () => ((await get("unread")) as { messages?: number } | null)?.messages ?? 0,
    read: chatId => post("read", { chatId }),
    rate: (chatId, rating, comment) =>
      post("rating", { chatId, rating, ...(comment ? { comment } : {}) }),
    happened: events => post("events", { events, ...at() }),
    upload: async (raw, name) =>
      file(
        await ask(base, {
          method: "POST",
          path: `files?name=${encodeURIComponent(name)}`,
          token: token(),
          raw,
        }),
      ),
  };
}
