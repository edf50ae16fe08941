/** The widget's types for the server's data; `wire.ts` and `news.ts` convert the data. */

/** An agent who answers; visitors learn only the name and the picture. */
export interface Person {
  name: string;
  /** A link to the agent's picture; empty without a picture. */
  picture: string;
}

/** A file, as in the server's JSON. */
export interface FileRef {
  id: number;
  name: string;
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  url: string;
  /** The time at which the link expires, in Unix seconds. */
  urlExpiresAt: number;
}

/** A file that waits to be sent with a message. */
export interface Attaching {
  key: string;
  name: string;
  bytes: number;
  /** The media type, as given by the browser. */
  type: string;
  raw: Blob;
  /** The share of the bytes that was uploaded, from 0 to 1. */
  share: number;
  /** The server's data about the file, once it is uploaded. */
  file: FileRef | null;
  /**
   * The refusal of the upload: its status, and the earliest time for another attempt, in Unix
   * seconds.
   */
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
  /** The time at which the message was written, in Unix seconds. */
  at: number;
  /** True if an agent has read this message of the visitor. */
  seen: boolean;
}

export interface Chat {
  id: number;
  closed: boolean;
  agent: Person | null;
  /** The beginning of the last message, and the time of this message. */
  last: { text: string; at: number } | null;
  unread: number;
  rating: Rating | null;
  /** True if the chat can be rated now. */
  ratable: boolean;
}

export type Rating = "very_poor" | "poor" | "average" | "great" | "perfect";

export type FieldName = "name" | "email" | "phone" | "company";

/** A form, shown before a chat or while no agent is present. */
export interface Form {
  enabled: boolean;
  text: string;
  fields: { name: FieldName; required: boolean }[];
}

/** A proactive rule, with its message. */
export interface Rule {
  id: number;
  message: string;
  /** The patterns of the pages' URLs, with `*` for any text; empty for every page. */
  pages: string[];
  /** The time on the page after which the rule matches, in seconds. */
  after: number;
  /** The visitor's languages for which the rule matches; empty for all languages. */
  languages: string[];
  /** The minimal number of the visitor's visits for which the rule matches. */
  visits: number;
}

/** The settings of the widget, as in the server's JSON. */
export interface Config {
  title: string;
  color: string | null;
  position: "left" | "right";
  offsetX: number;
  offsetY: number;
  greeting: string;
  /** True if visitors see which agent answers. */
  showsAgents: boolean;
  preChat: Form;
  offline: Form;
  asksRating: boolean;
}

/** A message that waits to be sent. */
export interface Sending {
  key: string;
  /**
   * The id of the chat; null for a new chat. All messages with the same `birth` share one new chat.
   */
  chat: number | null;
  birth: string;
  /**
   * The id of the chat's newest message when this message was written. Only a newer message can be
   * the copy of this message that the server has stored.
   */
  since: number;
  text: string;
  files: FileRef[];
  /** The visitor's answers in the form before the chat. */
  form?: Record<string, string> | undefined;
  at: number;
  /**
   * The code of the server's refusal. A refused message is sent again only when the visitor asks.
   */
  refused?: string | undefined;
}

/** A limit that was reached: its reason, and the time after which the visitor can write again. */
export interface Limit {
  until: number;
  reason: string;
}
