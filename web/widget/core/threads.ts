/** Updates of chats and of their messages. */

import type { Thread } from "./state";
import type { Chat, Message } from "./types";

/** Adds messages to a thread; the messages are sorted by id, without duplicates. */
export function merge(thread: Thread | undefined, messages: Message[]): Thread {
  const all = new Map((thread?.messages ?? []).map(it => [it.id, it]));
  for (const it of messages) all.set(it.id, it);
  const sorted = [...all.values()].sort((a, b) => a.id - b.id);
  return { more: thread?.more ?? false, loading: thread?.loading ?? false, messages: sorted };
}

/** The chats with one chat added or replaced; the chat with the latest message comes first. */
export function withChat(chats: Chat[], chat: Chat): Chat[] {
  return [chat, ...chats.filter(it => it.id !== chat.id)].sort(
    (a, b) => (b.last?.at ?? Infinity) - (a.last?.at ?? Infinity) || b.id - a.id,
  );
}
