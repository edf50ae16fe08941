/** The state of the widget. The core changes the state, and the view renders it. */

import { type Palette, palette } from "../../ui/colour";
import type { Language } from "../words/languages";
import type { Attaching, Chat, Config, Form, Limit, Message, Person, Sending } from "./types";

/** The longest message that a visitor can write, in characters. */
export const TEXT_MAX = 4096;

/** The loaded messages of a chat, oldest first. */
export interface Thread {
  messages: Message[];
  /** True if there are older messages. */
  more: boolean;
  loading: boolean;
}

/** The number of unread messages, and of chats with unread messages. */
export interface Unread {
  messages: number;
  chats: number;
}

/** A teaser: the message next to the button while the chat is closed. */
export interface Tease {
  agent: Person | null;
  text: string;
  at: number;
  /** The chat that the teaser opens; null for a new chat. */
  chat: number | null;
  /** The id of the rule that shows the teaser; null for an agent's message. */
  rule: number | null;
}

/** The open screen: the list of chats, or a chat. A new chat is null. */
export type Screen = { list: true } | { chat: number | null };

export interface State {
  /** The phase of the start; `refused` means that the server refuses to serve this page. */
  phase: "starting" | "ready" | "refused";
  open: boolean;
  dark: boolean;
  palette: Palette;
  language: Language;
  config: Config;
  /** True if requests reach the server. */
  reachable: boolean;
  online: boolean;
  nextOpen: number | null;
  /** The usual time until a first reply, in seconds. */
  reply: number | null;
  /** The names of the visitor's fields that the server knows. */
  known: string[];
  /**
   * The size limit for a file, in bytes; 0 if the server accepts no files, and infinite until the
   * server has reported the limit.
   */
  fileMax: number;
  chats: Chat[];
  unread: Unread;
  threads: Record<string, Thread>;
  screen: Screen;
  sendings: Sending[];
  /** The chat in which an agent is typing. */
  typing: number | null;
  drafts: Record<string, string>;
  /** The files that wait to be sent, by chat, with the same keys as drafts. */
  attached: Record<string, Attaching[]>;
  limit: Limit | null;
  tease: Tease | null;
  /** The proactive message that the visitor answers with the new chat. */
  invited: Tease | null;
  /** The visitor's answers in the form before the chat, sent with the first message. */
  answers: Record<string, string> | null;
  /** The chats whose rating the visitor postponed. */
  unrated: number[];
  muted: boolean;
  /** True once the visitor left a message while no agent was present. */
  left: boolean;
}

const NO_FORM: Form = { enabled: false, text: "", fields: [] };

export const CONFIG: Config = {
  title: "",
  color: null,
  position: "right",
  offsetX: 24,
  offsetY: 24,
  greeting: "",
  showsAgents: true,
  preChat: NO_FORM,
  offline: NO_FORM,
  asksRating: true,
};

export const first = (): State => ({
  phase: "starting",
  open: false,
  dark: false,
  palette: palette(null, false),
  language: "en",
  config: CONFIG,
  reachable: true,
  online: true,
  nextOpen: null,
  reply: null,
  known: [],
  fileMax: Number.POSITIVE_INFINITY,
  chats: [],
  unread: { messages: 0, chats: 0 },
  threads: {},
  screen: { chat: null },
  sendings: [],
  typing: null,
  drafts: {},
  attached: {},
  limit: null,
  tease: null,
  invited: null,
  answers: null,
  unrated: [],
  muted: false,
  left: false,
});

/** The id of the chat on the screen; null for a new chat, undefined for the list. */
export const chatOf = (s: State): number | null | undefined =>
  "chat" in s.screen ? s.screen.chat : undefined;

export const now = (): number => Math.floor(Date.now() / 1000);

/** The value of `event.detail.message` for the site's handlers. */
export const told = (text: string, name: string | undefined, cid: number | null) => ({
  message: { text, content: text, author_name: name ?? "", cid },
});
