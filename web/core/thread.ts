// A chat as a page shows it: its newest messages, older messages when somebody scrolls up, and
// changes from the feed. The number of loaded messages is limited, however long the chat is.

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LiveEvent } from "./live.ts";
import { idOf } from "./patch.ts";
import type { Presences } from "./presences.ts";
import type { Customer, Message, Rating, Status } from "./shapes.ts";

export interface ChatInfo {
  id: number;
  status: Status;
  assignee: number | null;
  department: number | null;
  unread: boolean;
  waitingSince: number | null;
  snoozedUntil: number | null;
  rating: Rating | null;
  ratingComment: string | null;
  closedAt: number | null;
  createdAt: number;
  lastMessageAt: number | null;
  readByCustomer: boolean;
}

/** An earlier chat of the same customer. */
export interface Earlier {
  id: number;
  status: Status;
  lastMessageAt: number | null;
  createdAt: number;
  preview: string | null;
  rating: Rating | null;
}

/** The content of the server's answer when a chat is opened. */
export interface Opened {
  seq: number;
  chat: ChatInfo;
  customer: Customer | null;
  messages: Message[];
  /** The cursor of older messages; null if there are no older messages. */
  next: string | null;
  earlier: Earlier[];
  draft: { text: string; isNote: boolean; at: number } | null;
  draftedBy: number[];
  mention: Mention | null;
}

/** A note that mentions this agent and that the agent has not answered yet. */
export interface Mention {
  agent: number;
  message: number;
  createdAt: number;
}

export interface ThreadWorld {
  open(chat: number): Promise<Opened>;
  older(chat: number, next: string): Promise<{ messages: Message[]; next: string | null }>;
}

/**
 * The number of messages that stay loaded and shown when the oldest or the newest messages are
 * dropped.
 */
export const MESSAGES_MAX = 300;
/**
 * The number of messages above `MESSAGES_MAX` that may be loaded before the oldest messages are
 * dropped. Each drop redraws the topmost group of messages, which would be too slow after every new
 * message.
 */
export const MESSAGES_MORE = 50;
/**
 * The time after a typing signal for which the signal's sender counts as typing, in milliseconds.
 */
export const TYPING_MS = 6_000;

type Change = Extract<LiveEvent, { type: "change" }>;

export class Thread {
  readonly chat: Signal<ChatInfo | null> = signal(null);
  readonly customer: Signal<Customer | null> = signal(null);
  readonly messages: Signal<readonly Message[]> = signal([]);
  readonly earlier: Signal<readonly Earlier[]> = signal([]);
  readonly hasOlder: Signal<boolean> = signal(false);
  /** True while the newest messages are not loaded. */
  readonly hasNewer: Signal<boolean> = signal(false);
  readonly state: Signal<"loading" | "ready" | "failed"> = signal("loading");
  readonly failure: Signal<unknown> = signal(null);
  /** The times of the last typing signals: of the customer, and of agents by id. */
  readonly typing: Signal<ReadonlyMap<"customer" | number, number>> = signal(new Map());
  /** The agents who are viewing the chat. */
  readonly viewers: ReadonlySignal<ReadonlySet<number>>;
  readonly isOut: Signal<boolean> = signal(false);
  readonly mention: Signal<Mention | null> = signal(null);
  /** The ids of the messages that this page sent and the server acknowledged. */
  readonly answered = new Set<number>();
  seq = 0;
  opened: Opened | null = null;
  private next: string | null = null;
  private loading: Promise<void> | null = null;
  /**
   * The changes received during a load that returns to the newest messages; applied when the load
   * is done.
   */
  private missed: Change[] = [];

  constructor(
    readonly id: number,
    private readonly world: ThreadWorld,
    presences: Presences,
  ) {
    this.viewers = computed(() => presences.viewers(id));
  }

  /** Loads the chat again; the old content stays until the answer has arrived. */
  load(): Promise<void> {
    this.loading ??= this.read().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  /** Loads the chat again, since changes may have been missed. */
  renew(): void {
    if (this.isMissing) this.startOver();
    else void this.loadAnew();
  }

  /** Resolves when nothing is being loaded. */
  async settled(): Promise<void> {
    await this.loading;
  }

  /**
   * Loads the chat again after a running load, whose answer may be older than the latest changes.
   */
  private async loadAnew(): Promise<void> {
    await this.settled();
    await this.load();
  }

  /** Loads a page of older messages. After a failure, the next scrolling repeats the load. */
  async older(): Promise<void> {
    if (!this.hasOlder.value || this.loading) return;
    const from = this.next;
    if (from === null) {
      // Old messages were let go of while new ones came: begin again at the newest.
      this.hasNewer.value = true;
      await this.load();
      if (!this.hasNewer.value) return;
      // It failed: the newest messages are still here, and those that came meanwhile belong to them.
      this.hasNewer.value = false;
      for (const change of this.missed.splice(0)) this.change(change);
      return;
    }
    const work = async () => {
      const { messages, next } = await this.world.older(this.id, from);
      // Old messages were let go of meanwhile: the page does not touch what is shown.
      if (this.next !== from) return;
      batch(() => {
        const all = joined(messages, this.messages.value);
        if (all.length > MESSAGES_MAX) this.hasNewer.value = true;
        this.messages.value = all.slice(0, MESSAGES_MAX);
        this.next = next;
        this.hasOlder.value = next !== null;
      });
    };
    this.loading = work()
      .catch(() => {})
      .finally(() => {
        this.loading = null;
      });
    await this.loading;
  }

  /** Clears the typing signals, when the connection to the feed is lost. */
  lost(): void {
    this.typing.value = new Map();
  }

  /** Returns to the newest messages. */
  async newest(): Promise<void> {
    await this.settled();
    if (this.hasNewer.value) await this.load();
  }

  /** Adds a message that this agent posted, from the server's answer. */
  answer(message: Message): void {
    this.answered.add(message.id);
    this.add(message);
  }

  private add(message: Message): void {
    if (this.hasNewer.value) return;
    this.messages.value = this.trimmed(joined(this.messages.value, [message]));
  }

  apply(event: LiveEvent, nowMs: number): void {
    if (event.type === "gone") {
      if (event.chat === this.id) this.isOut.value = true;
    } else if (event.type === "rows") {
      const row = event.rows.find(it => it.id === this.id);
      if (row && this.isMissing) this.startOver();
      else if (row && this.chat.value && event.seq > this.seq) {
        this.chat.value = changed(this.chat.value, chatInfo({ ...row }));
      }
    } else if (event.type === "typing") {
      if (event.chat !== this.id) return;
      const who = event.agent ?? "customer";
      this.typing.value = new Map(this.typing.value).set(who, nowMs);
    } else if (event.type === "change" && event.seq > this.seq) {
      if (this.hasNewer.value && this.loading) this.missed.push(event);
      this.change(event);
    }
  }

  /** True if the chat could not be read, or the agent may no longer see the chat. */
  private get isMissing(): boolean {
    return this.isOut.value || this.state.value === "failed";
  }

  /**
   * Loads the chat as if for the first time, when the agent may see the chat again. Otherwise, the
   * messages that were posted meanwhile would be missing.
   */
  private startOver(): void {
    batch(() => {
      this.isOut.value = false;
      this.failure.value = null;
      this.messages.value = [];
      this.hasNewer.value = false;
      this.state.value = "loading";
    });
    // A load that began while the chat was out of sight may fail.
    void this.loadAnew();
  }

  private change({ kind, object }: Change): void {
    if (kind.startsWith("message.") && idOf(object["chat"]) === this.id) {
      this.said(kind, object as unknown as Message);
    } else if (kind === "chat.deleted" && object["id"] === this.id) {
      this.isOut.value = true;
    } else if (kind.startsWith("chat.") && object["id"] === this.id && this.chat.value) {
      this.chat.value = changed(this.chat.value, chatInfo(object));
      if (object["readByCustomer"] === true) this.allSeen();
    } else if (kind === "mention.updated" && object["chat"] === this.id) {
      void this.loadAnew();
    } else if (kind === "rating.commented" && object["chat"] === this.id && this.chat.value) {
      const { rating, comment } = object as { rating: ChatInfo["rating"]; comment: string };
      this.chat.value = { ...this.chat.value, rating, ratingComment: comment };
    } else if (kind.startsWith("customer.") && object["id"] === this.customer.value?.id) {
      // The feed names it alone: what it is now has to be read.
      void this.loadAnew();
    }
  }

  private said(kind: string, message: Message): void {
    if (kind === "message.deleted") {
      this.messages.value = this.messages.value.filter(it => it.id !== message.id);
      return;
    }
    if (kind === "message.created") {
      const typing = new Map(this.typing.value);
      typing.delete(message.from === "customer" ? "customer" : (message.agent?.id ?? -1));
      this.typing.value = typing;
      this.add(message);
      return;
    }
    this.messages.value = this.messages.value.map(it =>
      it.id === message.id ? { ...it, ...message } : it,
    );
  }

  private trimmed(messages: Message[]): Message[] {
    if (messages.length <= MESSAGES_MAX + MESSAGES_MORE) return messages;
    this.hasOlder.value = true;
    this.next = null;
    return messages.slice(messages.length - MESSAGES_MAX);
  }

  /**
   * Returns whether messages are missing between the loaded messages and the messages of an answer.
   */
  private isApart({ messages: [first], next }: Opened): boolean {
    const last = this.messages.value.at(-1);
    return next !== null && first !== undefined && last !== undefined && first.id > last.id;
  }

  private allSeen(): void {
    this.messages.value = this.messages.value.map(it =>
      it.from === "agent" && !it.read ? { ...it, read: true } : it,
    );
  }

  private async read(): Promise<void> {
    this.missed = [];
    try {
      const opened = await this.world.open(this.id);
      batch(() => {
        this.seq = Math.max(this.seq, opened.seq);
        this.opened = opened;
        this.chat.value = opened.chat;
        this.customer.value = opened.customer;
        const isBehind = this.hasNewer.value || this.isApart(opened);
        this.messages.value = isBehind
          ? opened.messages
          : this.trimmed(joined(this.messages.value, opened.messages));
        if (isBehind || this.state.value !== "ready") {
          this.next = opened.next;
          this.hasOlder.value = opened.next !== null;
        }
        this.hasNewer.value = false;
        this.earlier.value = opened.earlier;
        this.mention.value = opened.mention;
        // What is not in the answer yet came while nothing could be added.
        for (const change of this.missed) if (change.seq > this.seq) this.change(change);
        this.missed = [];
        this.failure.value = null;
        this.state.value = "ready";
      });
    } catch (failure) {
      batch(() => {
        this.failure.value = failure;
        if (this.state.value === "loading") this.state.value = "failed";
      });
    }
  }
}

/** A chat with changed fields. A changed rating removes the comment on the old rating. */
function changed(before: ChatInfo, info: Partial<ChatInfo>): ChatInfo {
  const isRated = "rating" in info && info.rating !== before.rating;
  return { ...before, ...(isRated ? { ratingComment: null } : {}), ...info };
}

/** The fields of a chat in an object of the feed or of an answer. */
export function chatInfo(object: Record<string, unknown>): Partial<ChatInfo> {
  const info: Record<string, unknown> = {};
  for (const key of [
    "id",
    "status",
    "waitingSince",
    "snoozedUntil",
    "rating",
    "ratingComment",
    "closedAt",
    "createdAt",
    "lastMessageAt",
    "readByCustomer",
    "unread",
  ]) {
    if (key in object) info[key] = object[key];
  }
  for (const key of ["assignee", "department"]) if (key in object) info[key] = idOf(object[key]);
  if ("readByAgent" in object) info["unread"] = object["readByAgent"] === false;
  return info as Partial<ChatInfo>;
}

/**
 * Merges two lists of messages, in order and without duplicates. A message in both lists is taken
 * from the second list.
 */
function joined(one: readonly Message[], two: readonly Message[]): Message[] {
  const all = new Map<number, Message>();
  for (const message of [...one, ...two]) {
    const known = all.get(message.id);
    all.set(
      message.id,
      known ? { ...known, ...message, read: known.read || message.read } : message,
    );
  }
  return [...all.values()].sort((a, b) => a.id - b.id);
}
