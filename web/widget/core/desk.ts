/** The operations of `/widget/v1` that a conversation needs, one function each. */

import type { Ask } from "./http";
import { message, messages } from "./news";
import type { Chat, Message, Sending } from "./types";

/** The page that the visitor sees, and the visitor's language. */
export interface Place {
  page: string;
  referrer: string;
  locale: string;
}

export interface Desk {
  send(it: Sending): Promise<Message>;
  messages(
    chat: Chat["id"],
    before: number | null,
  ): Promise<{ messages: Message[]; more: boolean }>;
  read(chat: Chat["id"]): Promise<unknown>;
}

type Json = Record<string, unknown>;

/** Creates the operations; `at` returns the visitor's current page. */
export function desk(ask: Ask, at: () => Place): Desk {
  return {
    async send({ key, text, chat, files, form }) {
      const body: Json = { text, chatId: chat, ...at() };
      if (files.length) body["files"] = files.map(it => it.id);
      if (form) body["form"] = form;
      return message(await ask("POST", "messages", { body, key }));
    },
    messages: async (chat, before) =>
      messages(
        await ask("GET", `messages?chat=${chat}${before === null ? "" : `&before=${before}`}`),
      ),
    read: chatId => ask("POST", "read", { body: { chatId } }),
  };
}
