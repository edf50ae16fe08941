/** What the widget knows: its own words for what the server says, which `wire.ts` makes. */

/** Somebody who answers: the name is all that a visitor is told. */
export interface Person {
  name: string;
}

/** A file as the server says it. */
export interface FileRef {
  id: number;
  name: string;
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  url: string;
  /** When the link ends, in unix seconds. */
  urlExpiresAt: number;
}

/** A file that is about to be sent with a message. */
export interface Attaching {
  key: string;
  name: string;
  bytes: number;
  /** What the browser says that it is. */
  type: string;
  raw: Blob;
  /** The share of it that the server has. */
  share: number;
  /** What the server knows of it, once it has it. */
  file: FileRef | null;
  /** Why the server does not take it: a status, and when it may be tried again. */
  refused: { status: number; until: number } | null;
  stop: AbortController;
}

export interface Message {
  id: number;
  chat: number;
  mine: boolean;
  agent: Person | null;
  text: string;
  files: FileRef[];
  /** Unix seconds. */
  at: number;
  /** Whether an agent has read it, if it is the visitor's. */
  seen: boolean;
}

export interface Chat {
  id: number;
  closed: boolean;
  agent: Person | null;
  /** The start of its last message. */
  last: { text: string; at: number } | null;
  unread: number;
  rating: Rating | null;
  /** Whether it can be rated now. */
  ratable: boolean;
}

export type Rating = "very_poor" | "poor" | "average" | "great" | "perfect";

export type FieldName = "name" | "email" | "phone" | "company";

/** What is asked before a chat, or while nobody is there. */
export interface Form {
  enabled: boolean;
  text: string;
  fields: { name: FieldName; required: boolean }[];
}

/** A message that the site shows by itself. */
export interface Rule {
  id: number;
  message: string;
  /** Patterns of URLs, with `*` for anything; none for every page. */
  pages: string[];
  /** Seconds on the page. */
  after: number;
  /** The languages it is for; none for all. */
  languages: string[];
  /** The visits that a visitor has made at the least. */
  visits: number;
}

/** What the site's owner set, in the server's words. */
export interface Config {
  title: string;
  color: string | null;
  position: "left" | "right";
  offsetX: number;
  offsetY: number;
  greeting: string;
  /** Whether visitors see who answers. */
  showsAgents: boolean;
  preChat: Form;
  offline: Form;
  asksRating: boolean;
}

/** A message on its way. */
export interface Sending {
  key: string;
  /** The chat it belongs to; null for a new one, which all messages with the same `birth` share. */
  chat: number | null;
  birth: string;
  /** The newest message that was there before, so that its own can be told from older ones. */
  since: number;
  text: string;
  files: FileRef[];
  /** What a form said with it. */
  form?: Record<string, string> | undefined;
  at: number;
  /** Why the server does not take it. It is not sent again by itself then. */
  refused?: string | undefined;
}

/** When one can write again, and why one cannot now. */
export interface Limit {
  until: number;
  reason: string;
}
