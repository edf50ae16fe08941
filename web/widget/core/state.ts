/** All that the widget knows at a moment. The core changes it, the view shows it. */

import { type Palette, palette } from "../../ui/colour";
import type { Language } from "../words/languages";
import type { Attaching, Chat, Config, Form, Limit, Message, Person, Sending } from "./types";

/** The longest message that one can write, in characters. */
export const TEXT_MAX = 4096;

/** A chat's messages, oldest first, as far as they are loaded. */
export interface Thread {
  messages: Message[];
  /** Whether there are earlier ones. */
  more: boolean;
  loading: boolean;
}

/** How many messages are unread, and in how many chats. */
export interface Unread {
  messages: number;
  chats: number;
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
  /** How long a first reply usually takes, in seconds. */
  reply: number | null;
  /** Which of the visitor's fields the server knows. */
  known: string[];
  /** The largest file that the server takes, in bytes; 0 if it takes none. Until it says so, it judges each. */
  fileMax: number;
  chats: Chat[];
  unread: Unread;
  threads: Record<string, Thread>;
  screen: Screen;
  sendings: Sending[];
  typing: { chat: number; agent: Person | null } | null;
  drafts: Record<string, string>;
  /** The files that are about to be sent, by the chat as drafts are. */
  attached: Record<string, Attaching[]>;
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

/** The chat that is open on the screen: its id, null for a new one, undefined on the list. */
export const chatOf = (s: State): number | null | undefined =>
  "chat" in s.screen ? s.screen.chat : undefined;

export const now = (): number => Math.floor(Date.now() / 1000);

/** What `event.detail.message` of a site's handler holds. */
export const told = (text: string, name: string | undefined, cid: number | null) => ({
  message: { text, content: text, author_name: name ?? "", cid },
});
