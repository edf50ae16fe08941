// The types of the server's answers to the pages of agents, under the names that the pages use.

import type { components } from "./api/agents.ts";

export type Status = components["schemas"]["Status"];
export type Rating = components["schemas"]["Rating"];
export type Role = "agentChatOnly" | "agent" | "superviser" | "admin";

/** A row of the list of chats. */
export interface ChatRow {
  id: number;
  status: Status;
  assignee: number | null;
  department: number | null;
  unread: boolean;
  waitingSince: number | null;
  lastMessageAt: number | null;
  createdAt: number;
  snoozedUntil: number | null;
  rating: Rating | null;
  customer: CustomerRef;
  tags: Tag[];
  draft: "me" | "others" | "both" | null;
  /** The agent who wrote the last message; null if the customer did. */
  lastMessageAgent: number | null;
  preview: string | null;
}

export interface CustomerRef {
  id: number;
  name: string | null;
  email?: string | null;
  userId?: string | null;
}

export interface Tag {
  id?: number;
  name: string;
  color?: string | null;
}

export interface Message {
  id: number;
  agent: { id: number; name: string } | null;
  type: string;
  text: string | null;
  read: boolean;
  createdAt: string;
  updatedAt: string | null;
  edited: boolean;
  chat: number;
  from: "customer" | "agent";
  files?: FileRef[];
}

export interface FileRef {
  id: number;
  name: string;
  type: string;
  bytes: number;
  url: string;
  urlExpiresAt?: number;
  width?: number | null;
  height?: number | null;
}

export interface Customer {
  id: number;
  name: string | null;
  email: string | null;
  userId: string | null;
  company: string | null;
  phone: string | null;
  firstSeen: number | null;
  lastSeen: number | null;
  location?: {
    countryCode?: string | null;
    regionCode?: string | null;
    city?: string | null;
    timezone?: string | null;
  } | null;
  blocked: boolean;
  source: string | null;
  referer: string | null;
  lastPage: string | null;
  locale: string | null;
  /** The customer's id in the channel through which the customer came. */
  integrationId?: string | null;
  notes: string | null;
  tags: Tag[];
  customData: Record<string, string | number | boolean | null>;
}

export interface Agent {
  id: number;
  name: string;
  email: string | null;
  role: Role;
  /** A link to the agent's picture; only for agents of the team. */
  picture?: string | null;
  login?: string | null;
  active?: boolean;
}

export interface Department {
  id: number;
  name: string;
  agents: number[];
  replyTargetSeconds?: number | null;
}

/** A filter of the list: the name of a built-in view, or conditions. */
export type View = string | Record<string, unknown>;

export interface SavedView {
  id: number;
  name: string;
  /** The id of the agent who owns the saved view; null if all agents share the view. */
  agent: number | null;
  filter: Record<string, unknown>;
}

export interface Canned {
  id: number;
  shortcut: string;
  text: string;
  /** The id of the agent who owns the canned reply; null if all agents share the reply. */
  agent: number | null;
}

export interface ListAnswer {
  seq: number;
  total: number;
  offset: number;
  rows: ChatRow[];
  counts: number[];
}

export type Sort = "activity" | "waiting" | "created" | "closed";
