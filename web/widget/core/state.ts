/** All that the widget knows at a moment. The core changes it, the view shows it. */

import type { Language } from "../words/languages";
import { own, type Palette } from "./colour";
import type { Chat, Config, Form, Limit, Message, Person, Sending } from "./types";

/** A chat's messages, oldest first, as far as they are loaded. */
export interface Thread {
  messages: Message[];
  /** Whether there are earlier ones. */
  more: boolean;
  loading: boolean;
}

/** What is shown beside the closed button. */
export interface Tease {
  agent: Person | null;
  text: string;
  at: number;
  /** The chat it leads to; null for a new one. */
  chat: number | null;
  /** The rule that shows it, if it is no message. */
  rule: number | null;
}

/** Which screen is open: the list of chats, or a chat, where null is a new one. */
export type Screen = { list: true } | { chat: number | null };

export interface State {
  /** `refused`: the server will not serve this page. */
  phase: "starting" | "ready" | "refused";
  open: boolean;
  dark: boolean;
  palette: Palette;
  language: Language;
  config: Config;
  /** Whether requests reach the server. */
  reachable: boolean;
  online: boolean;
  nextOpen: number | null;
  /** Which of the visitor's fields the server knows. */
  known: string[];
  chats: Chat[];
  threads: Record<string, Thread>;
  screen: Screen;
  sendings: Sending[];
  typing: { chat: number; agent: Person | null } | null;
  drafts: Record<string, string>;
  limit: Limit | null;
  tease: Tease | null;
  /** The message that invited to the new chat. */
  invited: Tease | null;
  /** What a form said, for the first message of the new chat. */
  answers: Record<string, string> | null;
  /** Chats whose rating was put off. */
  unrated: number[];
  muted: boolean;
  /** Whether a form was left while nobody was there. */
  left: boolean;
}

const NO_FORM: Form = { enabled: false, text: "", fields: [] };

export const CONFIG: Config = {
  title: "",
  color: null,
  side: "right",
  x: 24,
  y: 24,
  greeting: "",
  showsAgents: true,
  preChat: NO_FORM,
  offline: NO_FORM,
  rates: true,
};

export const first = (): State => ({
  phase: "starting",
  open: false,
  dark: false,
  palette: own(false),
  language: "en",
  config: CONFIG,
  reachable: true,
  online: true,
  nextOpen: null,
  known: [],
  chats: [],
  threads: {},
  screen: { chat: null },
  sendings: [],
  typing: null,
  drafts: {},
  limit: null,
  tease: null,
  invited: null,
  answers: null,
  unrated: [],
  muted: false,
  left: false,
});

/** The chat that is open on the screen: its id, null for a new one, undefined on the list. */
export const chatOf = (s: State): number | null | undefined =>
  "chat" in s.screen ? s.screen.chat : undefined;

export const unreadOf = (s: State): { messages: number; chats: number } => ({
  messages: s.chats.reduce((sum, chat) => sum + chat.unread, 0),
  chats: s.chats.filter(chat => chat.unread).length,
});

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
