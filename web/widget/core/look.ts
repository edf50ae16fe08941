/** Requests for changes at intervals, for pages that receive no live events. */

import type { Core } from "./app";
import { messages } from "./news";
import { chatOf } from "./state";
import type { Message } from "./types";

/**
 * The number of requests after which the session begins again, since only the answer to a
 * session's beginning has closed chats and agents' presence.
 */
const LOOKS = 4;

let looks = 0;

/** Requests changes once; reports new messages of the open chat. */
export async function look({ state, visit }: Core, heard: (it: Message) => void): Promise<void> {
  const chat = chatOf(state());
  if (state().open && typeof chat === "number")
    for (const it of messages(await visit.ask("GET", `messages?chat=${chat}`)).messages) heard(it);
  looks += 1;
  const { messages: unread } = (await visit.ask("GET", "unread")) as { messages: number };
  if (unread !== state().unread.messages || looks % LOOKS === 0) await visit.begin();
}
