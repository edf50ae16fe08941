/** Chats and their messages, as they change. */

import type { Thread } from "./state";
import type { Chat, Message } from "./types";

/** A thread with messages in it: each once, in the order of their ids. */
export function merge(thread: Thread | undefined, messages: Message[]): Thread {
  const all = new Map((thread?.messages ?? []).map(it => [it.id, it]));
  for (const it of messages) all.set(it.id, it);
  const sorted = [...all.values()].sort((a, b) => a.id - b.id);
  return { more: thread?.more ?? false, loading: thread?.loading ?? false, messages: sorted };
}

/** Chats with one put in place of its older self; the latest stands first. */
export function withChat(chats: Chat[], chat: Chat): Chat[] {
  return [chat, ...chats.filter(it => it.id !== chat.id)].sort(
    (a, b) => (b.last?.at ?? Infinity) - (a.last?.at ?? Infinity) || b.id - a.id,
  );
}
