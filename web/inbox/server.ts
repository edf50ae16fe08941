// The operations that the inbox calls, one function each, which gives the data that pages need.
// Only the files `server*.ts` of this folder know the paths and the server's JSON.

import type { Draft } from "../core/drafts.ts";
import { Client, Failure, failed, type Method } from "../core/http.ts";
import type { Asked } from "../core/list.ts";
import type { Outgoing } from "../core/outbox.ts";
import type {
  Agent,
  Canned,
  ChatRow,
  Customer,
  Department,
  FileRef,
  ListAnswer,
  Message,
  Role,
  SavedView,
} from "../core/shapes.ts";
import {
  type ChatInfo,
  chatInfo,
  type Earlier,
  type Mention,
  type Opened,
} from "../core/thread.ts";

export const client = new Client("/app/v1");

export interface Me {
  agent: Agent;
  organization: { id: number; domain: string };
  login: string | null;
  secondFactor: boolean;
  session: number;
  rights: string[];
  departments: number[];
  team: { agents: Agent[]; departments: DepartmentJson[] };
  /** The canned replies; null if the replies are too large for this answer. */
  canned: Canned[] | null;
  views: SavedView[] | null;
  settings: { replyTargetSeconds: number; agentsSeeAll: boolean };
  replyTargets: { department: number; seconds: number }[];
  seq: number;
}

export interface Page<T> {
  data: T[];
  meta?: { total?: number; cursor?: string | null; next?: string | number | null };
}

/**
 * Resolves with the result of `work`, or with `other` if the server lacks the operation or the
 * agent's role may not call it.
 */
async function orElse<T>(work: Promise<T>, other: T): Promise<T> {
  try {
    return await work;
  } catch (failure) {
    if (failure instanceof Failure && [403, 404, 405].includes(failure.status)) return other;
    throw failure;
  }
}

const rows = <T>(answer: T[] | Page<T>): T[] => (Array.isArray(answer) ? answer : answer.data);

export const session = {
  signIn: (login: string, password: string) =>
    client.post<{ secondFactor: boolean }>("/session", { login, password }),
  code: (code: string) => client.post<unknown>("/session/totp", { code }),
  confirm: (password: string) => client.post<unknown>("/session/confirm", { password }),
  signOut: () => client.delete<unknown>("/session"),
  look: (token: string) =>
    client.post<{ name: string; role: Role; login: string | null; email: string | null }>(
      "/invitations/look",
      { token },
    ),
  accept: (token: string, login: string | undefined, password: string) =>
    client.post<unknown>("/invitations", { token, ...(login ? { login } : {}), password }),
};

/** The data of the organization that all pages need. */
export interface Team {
  agents: Agent[];
  departments: Department[];
  canned: Canned[];
  views: SavedView[];
  replyTargetS: number;
  /** Whether agents with the role `agent` see the chats of all departments. */
  agentsSeeAll: boolean;
}

/**
 * Loads the agent's team. Requests the canned replies and views separately if they are too large
 * for the answer about the agent.
 */
export async function loadTeam(given?: Me): Promise<Team> {
  const me = given ?? (await getMe());
  const [canned, views] = await Promise.all([
    me.canned ?? client.get<Page<Canned>>("/canned").then(rows),
    me.views ?? client.get<Page<SavedView>>("/views").then(rows),
  ]);
  const targets = new Map(me.replyTargets.map(it => [it.department, it.seconds]));
  return {
    agents: [...me.team.agents].sort((a, b) => a.name.localeCompare(b.name)),
    departments: me.team.departments.map(it => ({
      ...it,
      agents: it.agents.map(agent => agent.id),
      replyTargetSeconds: targets.get(it.id) ?? null,
    })),
    canned,
    views,
    replyTargetS: me.settings.replyTargetSeconds,
    agentsSeeAll: me.settings.agentsSeeAll,
  };
}

interface DepartmentJson {
  id: number;
  name: string;
  agents: Agent[];
}

export const getMe = () => client.get<Me>("/me");

export const askList = (asked: Asked, signal?: AbortSignal) =>
  client.post<ListAnswer>("/list", asked, signal ? { signal } : {});

interface OpenedJson {
  seq: number;
  chat: Record<string, unknown>;
  ratingComment: string | null;
  customer: Customer;
  messages: Message[];
  next: string | null;
  others?: ChatRow[];
  draft?: { text: string; note: boolean; updatedAt: number } | null;
  drafts?: number[];
  mention?: Mention | null;
}

/**
 * Receives the agents and departments in the answers about chats, since not every role may list
 * them.
 */
export const learned: {
  hear: (agents: Agent[], departments: { id: number; name: string }[]) => void;
} = {
  hear: () => {},
};

export async function openChat(id: number): Promise<Opened> {
  const json = await client.get<OpenedJson>(`/chats/${id}`);
  const { agents, assignee, department } = json.chat as {
    agents?: Agent[];
    assignee?: Agent | null;
    department?: { id: number; name: string } | null;
  };
  const isNamed = (it: { name?: unknown } | null | undefined) => typeof it?.name === "string";
  learned.hear(
    [...(agents ?? []), assignee].filter(isNamed) as Agent[],
    department && isNamed(department) ? [department] : [],
  );
  const earlier: Earlier[] = (json.others ?? []).map(row => ({
    id: row.id,
    status: row.status,
    lastMessageAt: row.lastMessageAt,
    createdAt: row.createdAt,
    preview: row.preview,
    rating: row.rating,
  }));
  const { draft } = json;
  return {
    seq: json.seq,
    chat: {
      waitingSince: null,
      ...chatInfo({ ...json.chat, ratingComment: json.ratingComment }),
    } as ChatInfo,
    customer: json.customer,
    messages: [...json.messages].sort((a, b) => a.id - b.id),
    next: json.next,
    earlier,
    draft: draft ? { text: draft.text, isNote: draft.note, at: draft.updatedAt } : null,
    draftedBy: json.drafts ?? [],
    mention: json.mention ?? null,
  };
}

export async function olderMessages(id: number, cursor: string) {
  const page = await client.get<Page<Message> & { next?: string | null }>(`/chats/${id}/messages`, {
    query: { cursor, limit: 50 },
  });
  const next = page.next ?? page.meta?.next ?? page.meta?.cursor ?? null;
  return { messages: rows(page), next: next === null ? null : String(next) };
}

export function sendMessage(entry: Outgoing): Promise<Message> {
  const body: Record<string, unknown> = { text: entry.text };
  if (entry.isNote) body["note"] = true;
  if (entry.seen !== null) body["seen"] = entry.seen;
  if (entry.anyway) body["anyway"] = true;
  if (entry.mentions?.length) body["mentions"] = entry.mentions;
  if (entry.files.length > 0) body["files"] = entry.files.map(it => it.id);
  return client.post<Message>(`/chats/${entry.chat}/messages`, body, {
    headers: { "Idempotency-Key": entry.key },
  });
}

export const endMention = (chat: number) => client.delete<unknown>(`/chats/${chat}/mention`);

/**
 * Stores a draft on the server, or deletes the server's draft if `draft` is null; returns the
 * server's time.
 */
export async function storeDraft(chat: number, draft: Draft | null): Promise<number> {
  let atMs = Date.now();
  const date = (ms: number) => {
    atMs = ms;
  };
  const path = `/chats/${chat}/draft`;
  if (draft) await client.put(path, { text: draft.text, note: draft.isNote }, { date });
  else await client.delete(path, { date });
  return atMs;
}

/** A change of chats: the fields to set. */
export interface ActSet {
  status?: string;
  assignee?: number | null;
  department?: number | null;
  snooze?: number | null;
  read?: boolean;
  addTags?: string[];
  removeTags?: string[];
}

export interface Acted {
  done: number[];
  missing: number[];
  undo: { ids: number[]; set: ActSet }[];
}

/** The maximal number of chats that the server changes in one transaction. */
export const ACT_MAX = 100;

/** Changes at most `ACT_MAX` chats. If the call fails, no chat is changed. */
export const act = (ids: number[], set: ActSet) => client.post<Acted>("/chats/act", { ids, set });

/** The error for a field that a colleague has changed meanwhile. */
export class Meanwhile extends Error {
  constructor(readonly now: Customer) {
    super();
  }
}

/** The maximal number of retries after conflicts with other changes of the customer. */
const TRIES_MAX = 3;

export const customers = {
  get: (id: number) => client.get<Customer>(`/customers/${id}`),
  /** Changes one field of a customer; fails if a colleague has changed the same field meanwhile. */
  async change<K extends keyof Customer>(
    id: number,
    key: K,
    seen: Customer[K],
    value: Customer[K],
  ): Promise<Customer> {
    for (let tries = 0; ; tries++) {
      let tag = "";
      const options = {
        tag: (it: string) => {
          tag = it;
        },
      };
      const now = await client.get<Customer>(`/customers/${id}`, options);
      if ((now[key] ?? null) !== (seen ?? null) && now[key] !== value) throw new Meanwhile(now);
      try {
        const headers = { "If-Match": tag };
        return await client.patch<Customer>(`/customers/${id}`, { [key]: value }, { headers });
      } catch (failure) {
        const isLate = failure instanceof Failure && failure.status === 412;
        if (!isLate || tries >= TRIES_MAX) throw failure;
      }
    }
  },
  events: (id: number) =>
    orElse(client.get<Page<CustomerEvent>>(`/customers/${id}/events`), { data: [] }),
  block: (id: number, blocked: boolean) => client.patch<Customer>(`/customers/${id}`, { blocked }),
  /** The customers with this text in their name, e-mail address, phone number or `userId`. */
  alike: (q: string) =>
    client
      .get<{ customers: Page<Customer> }>("/search", { query: { q } })
      .then(it => rows(it.customers)),
  merge: (from: number, into: number) =>
    client.post<Customer>(`/customers/${into}/merge`, { from }),
  remove: (id: number) => client.delete<unknown>(`/customers/${id}`),
};

export interface CustomerEvent {
  id: number;
  name: string;
  data: Record<string, unknown>;
  createdAt: number;
}

export interface Found {
  chats: ChatRow[];
  /** The first customers found. */
  customers: Customer[];
  customersTotal: number;
  /** The chat whose number is the text; empty if no chat has this number. */
  numbered: ChatRow[];
}

export async function search(q: string, signal?: AbortSignal): Promise<Found> {
  const options = { query: { q }, ...(signal ? { signal } : {}) };
  const json = await client.get<{
    chats: { rows: ChatRow[] };
    customers: { data: Customer[]; total: number } | null;
    chat: { rows: ChatRow[] } | null;
  }>("/search", options);
  return {
    chats: json.chats.rows,
    customers: json.customers?.data ?? [],
    customersTotal: json.customers?.total ?? 0,
    numbered: json.chat?.rows ?? [],
  };
}

/** Uploads a file; reports the share that was sent. */
export function upload(
  file: Blob,
  name: string,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<FileRef> {
  return new Promise((done, fail) => {
    // `fetch` tells nothing about what it has sent.
    const request = new XMLHttpRequest();
    request.open("POST" satisfies Method, `/app/v1/files?name=${encodeURIComponent(name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = event => progress(event.loaded / Math.max(1, event.total));
    request.onload = async () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) done((await response.json()) as FileRef);
      else fail(await failed(response));
    };
    request.onerror = () => fail(new Failure(0, []));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

export const socketUrl = (after: number) => {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/app/v1/ws?after=${after}`;
};
