/** What the server says, made into the widget's own words. Every key of `/widget/v1` stands here. */

import { CONFIG } from "./state";
import {
  type Chat,
  type Config,
  FIELDS,
  type FileRef,
  type Form,
  type Message,
  type Person,
  RATINGS,
  type Rating,
  type Rule,
} from "./types";

type Json = Record<string, unknown>;

const object = (it: unknown): Json => (it && typeof it === "object" ? (it as Json) : {});
const list = (it: unknown): unknown[] => (Array.isArray(it) ? it : []);
const text = (it: unknown): string => (typeof it === "string" ? it : "");
const number = (it: unknown): number => (typeof it === "number" ? it : 0);
const maybe = (it: unknown): number | null => (typeof it === "number" ? it : null);

export function person(it: unknown): Person | null {
  const name = text(object(it)["name"]);
  return name ? { name } : null;
}

export function file(it: unknown): FileRef {
  const o = object(it);
  return {
    id: text(o["id"]) || `${number(o["id"])}`,
    name: text(o["name"]),
    type: text(o["type"]),
    bytes: number(o["bytes"]),
    width: maybe(o["width"]),
    height: maybe(o["height"]),
    url: text(o["url"]),
  };
}

export function message(it: unknown): Message {
  const o = object(it);
  return {
    id: number(o["id"]),
    chat: number(o["chatId"]),
    mine: o["from"] === "customer",
    agent: person(o["agent"]),
    text: text(o["text"]),
    files: list(o["files"]).map(file),
    at: Number(o["createdAt"]) || 0,
    seen: !!o["read"],
  };
}

export function chat(it: unknown): Chat {
  const o = object(it);
  const rating = text(o["rating"]) as Rating;
  return {
    id: number(o["id"]),
    closed: o["open"] === false,
    agent: person(o["agent"]),
    last: o["preview"] ? { text: text(o["preview"]), at: number(o["lastMessageAt"]) } : null,
    unread: number(o["unread"]),
    rating: RATINGS.includes(rating) ? rating : null,
    ratable: o["ratable"] === true,
  };
}

function rule(it: unknown): Rule {
  const o = object(it);
  return {
    id: number(o["id"]),
    message: text(o["message"]),
    pages: list(o["pages"]).map(text),
    after: number(o["seconds"]),
    languages: list(o["locales"]).map(text),
    visits: number(o["visits"]),
  };
}

function form(it: unknown): Form {
  const o = object(it);
  const fields = list(o["fields"]).map(object);
  return {
    enabled: o["enabled"] === true,
    text: text(o["text"]),
    fields: fields.flatMap(f => {
      const name = FIELDS.find(known => known === f["name"]);
      return name ? { name, required: f["required"] === true } : [];
    }),
  };
}

export function config(it: unknown): Config {
  const o = object(it);
  return {
    title: text(o["title"]),
    color: text(o["color"]) || null,
    side: o["position"] === "left" ? "left" : "right",
    x: maybe(o["offsetX"]) ?? CONFIG.x,
    y: maybe(o["offsetY"]) ?? CONFIG.y,
    greeting: text(o["greeting"]),
    showsAgents: o["showsAgents"] !== false,
    preChat: form(o["preChat"]),
    offline: form(o["offline"]),
    rates: o["asksRating"] !== false,
  };
}

/** A page of messages, oldest first. */
export function messages(it: unknown): { messages: Message[]; more: boolean } {
  const o = object(it);
  return { messages: list(o["messages"]).map(message).reverse(), more: o["more"] === true };
}

/** The answer to `POST session`. */
export interface Session {
  token: string | null;
  seq: number;
  config: Config;
  online: boolean;
  nextOpen: number | null;
  /** Whether the server knows who it is, and which fields of it. */
  identified: boolean;
  known: string[];
  chats: Chat[];
  /** The chat of the messages, which are its newest. */
  chat: number | null;
  messages: Message[];
  more: boolean;
  rules: Rule[];
  /** Why a claim about the visitor was not believed. */
  doubt: string;
}

export function session(it: unknown): Session {
  const o = object(it);
  return {
    ...messages(o),
    token: text(o["token"]) || null,
    seq: number(o["seq"]),
    config: config(o["look"]),
    online: o["online"] !== false,
    nextOpen: maybe(o["nextOpen"]),
    identified: !["", "anonymous"].includes(text(o["identity"])),
    known: list(o["known"]).map(text),
    chats: list(o["chats"]).map(chat),
    chat: maybe(o["chat"]),
    rules: list(o["rules"]).map(rule),
    doubt: text(o["doubt"]),
  };
}

/** Something that happened. */
export type Event =
  | { kind: "message"; message: Message }
  | { kind: "chat"; chat: Chat }
  | { kind: "typing"; chat: number; agent: Person | null; on: boolean }
  | { kind: "seen"; chat: number }
  | { kind: "online"; online: boolean; nextOpen: number | null }
  | { kind: "other" };

/** An event with its number; signals have none. */
export function event(it: unknown): { seq: number | null; event: Event } {
  const o = object(it);
  const seq = maybe(o["seq"]);
  const kinds: Record<string, () => Event> = {
    message: () => ({ kind: "message", message: message(o["message"]) }),
    chat: () => ({ kind: "chat", chat: chat(o["chat"]) }),
    typing: () => ({
      kind: "typing",
      chat: number(o["chatId"]),
      agent: person(o["agent"]),
      on: o["on"] !== false,
    }),
    read: () => ({ kind: "seen", chat: number(o["chatId"]) }),
    online: () => ({ kind: "online", online: !!o["online"], nextOpen: maybe(o["nextOpen"]) }),
  };
  return { seq, event: kinds[text(o["kind"])]?.() ?? { kind: "other" } };
}
