/** The conversion of messages and events from the server's JSON to the widget's types. */

import type { Chat, FileRef, Message, Person, Rating } from "./types";
import { list, number, object, text } from "./wire";

export function person(it: unknown): Person | null {
  const { name, picture } = object(it);
  return text(name) ? { name: text(name), picture: text(picture) } : null;
}

export function chat(it: unknown): Chat {
  const o = object(it);
  return {
    id: number(o["id"]),
    closed: o["open"] === false,
    agent: person(o["agent"]),
    last: o["preview"] ? { text: text(o["preview"]), at: number(o["lastMessageAt"]) } : null,
    unread: number(o["unread"]),
    rating: (text(o["rating"]) || null) as Rating | null,
    ratable: o["ratable"] === true,
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
    files: list(o["files"]) as FileRef[],
    at: Number(o["createdAt"]) || 0,
    seen: !!o["read"],
  };
}

/** A page of messages, oldest first. */
export function messages(it: unknown): { messages: Message[]; more: boolean } {
  const o = object(it);
  return { messages: list(o["messages"]).map(message).reverse(), more: o["more"] === true };
}

/** An event from the server. */
export type Event =
  | { kind: "message"; message: Message }
  | { kind: "chat"; chat: Chat }
  | { kind: "typing"; chat: number }
  | { kind: "other" };

export function event(it: unknown): Event {
  const o = object(it);
  switch (o["kind"]) {
    case "message":
      return { kind: "message", message: message(o["message"]) };
    case "chat":
      return { kind: "chat", chat: chat(o["chat"]) };
    case "typing":
      return { kind: "typing", chat: number(o["chatId"]) };
    default:
      return { kind: "other" };
  }
}
