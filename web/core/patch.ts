// The effect of a change in the feed on a row of the list. A change has the object (a chat, a
// message or a customer) in its state after the change.

import { said } from "./files.ts";
import type { LiveEvent } from "./live.ts";
import type { ChatRow, CustomerRef, Rating, Status, Tag } from "./shapes.ts";

type Change = Extract<LiveEvent, { type: "change" }>;

const PREVIEW_CHARS = 160;

/** The chat that a change is about, and the changed values of its row. */
export function rowPatch(change: Change): { id: number | null; patch: Partial<ChatRow> } {
  const { object, kind } = change;
  if (kind.startsWith("message.")) {
    const id = idOf(object["chat"]);
    const isSaid = kind === "message.created" && object["type"] === "message";
    if (!isSaid) return { id, patch: {} };
    const isFromCustomer = object["from"] === "customer";
    const patch: Partial<ChatRow> = {
      preview: line(said(object)),
      lastMessageAt: Math.floor(Number(object["createdAt"])) || change.at,
      lastMessageAgent: isFromCustomer ? null : idOf(object["agent"]),
      ...(isFromCustomer ? { unread: true } : { waitingSince: null }),
    };
    return { id, patch };
  }
  if (kind.startsWith("chat.")) return { id: idOf(object), patch: chatPatch(object) };
  return { id: null, patch: {} };
}

function chatPatch(chat: Record<string, unknown>): Partial<ChatRow> {
  const patch: Partial<ChatRow> = {};
  const has = (key: string) => key in chat;
  if (has("status")) patch.status = chat["status"] as Status;
  if (has("assignee")) patch.assignee = idOf(chat["assignee"]);
  if (has("department")) patch.department = idOf(chat["department"]);
  if (has("unread")) patch.unread = chat["unread"] === true;
  else if (has("readByAgent")) patch.unread = chat["readByAgent"] === false;
  if (has("waitingSince")) patch.waitingSince = chat["waitingSince"] as number | null;
  if (has("lastMessageAt")) patch.lastMessageAt = chat["lastMessageAt"] as number | null;
  if (has("snoozedUntil")) patch.snoozedUntil = chat["snoozedUntil"] as number | null;
  if (has("rating")) patch.rating = chat["rating"] as Rating | null;
  if (has("preview")) patch.preview = chat["preview"] as string | null;
  else if (has("lastMessageText")) patch.preview = line(chat["lastMessageText"]);
  if (has("draft")) patch.draft = chat["draft"] as ChatRow["draft"];
  if (has("tags")) patch.tags = chat["tags"] as Tag[];
  if (has("customer") && typeof chat["customer"] === "object" && chat["customer"]) {
    patch.customer = chat["customer"] as CustomerRef;
  }
  return patch;
}

/** The id in a value that is an object or an id; null for other values. */
export function idOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (value && typeof value === "object" && "id" in value) {
    return typeof value.id === "number" ? value.id : null;
  }
  return null;
}

function line(text: unknown): string | null {
  if (typeof text !== "string") return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as the server cuts previews
  const flat = text.replace(/[\u0000-\u001f\u007f]/g, " ");
  const letters = [...flat];
  return letters.length > PREVIEW_CHARS ? `${letters.slice(0, PREVIEW_CHARS).join("")}…` : flat;
}
