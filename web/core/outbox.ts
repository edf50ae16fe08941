// The messages that agents sent and the server has not acknowledged. A message is stored on the
// device before it is sent, and the messages of a chat are sent in order. The key of an entry is
// the Idempotency-Key of every attempt, so the server posts each message once, even if answers are
// lost.

import { type Signal, signal } from "@preact/signals";
import type { Table } from "./db.ts";
import { Failure, randomId } from "./http.ts";
import type { FileRef, Message } from "./shapes.ts";

export interface Outgoing {
  key: string;
  chat: number;
  text: string;
  isNote: boolean;
  files: FileRef[];
  /** The ids of the agents that a note mentions. */
  mentions?: number[];
  /** The id of the last message that the agent saw while writing. */
  seen: number | null;
  /** True if the message is to be sent despite a colleague's newer reply. */
  anyway: boolean;
  atMs: number;
  state: "waiting" | "sending" | "failed";
  /** The error code of a failed message; empty for other messages. */
  reason: string;
  /** The server's error message, for codes that the pages do not know. */
  message?: string;
}

export interface OutboxWorld {
  send(entry: Outgoing): Promise<Message>;
  nowMs(): number;
  later(ms: number, work: () => void): () => void;
  /** Runs `work` while no other tab runs it. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export interface Outcome {
  sent(entry: Outgoing, message: Message): void;
  /**
   * Returns the text to its author after a colleague's newer reply; resolves when the text is
   * stored.
   */
  overtaken(entry: Outgoing, failure: Failure): Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

export class Outbox {
  /** All entries of the outbox, the oldest first. */
  readonly entries: Signal<readonly Outgoing[]> = signal([]);
  /** The callbacks that are called when an entry was sent or removed, by the entry's key. */
  private readonly ends = new Map<string, (isSent: boolean) => void>();
  private isRunning = false;
  private isStopped = false;
  private retries = 0;
  private cancel: () => void = () => {};

  constructor(
    private readonly table: Table<Outgoing>,
    private readonly world: OutboxWorld,
    private readonly outcome: Outcome,
  ) {}

  /** Loads the entries that an earlier page stored on the device, and sends them. */
  async resume(): Promise<void> {
    const kept = (await this.table.all()).map(([, entry]) => entry);
    const waiting = kept.map(it =>
      it.state === "sending" ? { ...it, state: "waiting" as const } : it,
    );
    const known = new Set(this.entries.value.map(it => it.key));
    const more = waiting.filter(it => !known.has(it.key));
    this.entries.value = [...more, ...this.entries.value].sort((a, b) => a.atMs - b.atMs);
    void this.flush();
  }

  /** Adds a message; resolves when the device has stored the message. */
  async put(
    entry: Pick<Outgoing, "chat" | "text" | "isNote" | "files" | "seen"> & Partial<Outgoing>,
  ): Promise<Outgoing> {
    const whole: Outgoing = {
      key: randomId(),
      anyway: false,
      atMs: this.world.nowMs(),
      state: "waiting",
      reason: "",
      ...entry,
    };
    this.entries.value = [...this.entries.value, whole];
    await this.table.put(whole.key, whole);
    void this.flush();
    return whole;
  }

  /**
   * Resolves with true when an entry was sent, or with false when it failed or was taken back.
   * Resolves with false for an entry that no longer exists, so `ended` must be called right after
   * the entry was added.
   */
  ended(key: string): Promise<boolean> {
    const entry = this.entries.value.find(it => it.key === key);
    if (!entry || entry.state === "failed") return Promise.resolve(false);
    return new Promise(done => this.ends.set(key, done));
  }

  private end(key: string, isSent: boolean): void {
    this.ends.get(key)?.(isSent);
    this.ends.delete(key);
  }

  /**
   * Removes and returns an entry; returns null if the entry is being sent. The device's copy is
   * deleted only when `keep` has resolved.
   */
  async takeBack(
    key: string,
    keep?: (entry: Outgoing) => Promise<unknown>,
  ): Promise<Outgoing | null> {
    const entry = this.entries.value.find(it => it.key === key);
    if (!entry || entry.state === "sending") return null;
    this.leave(key);
    await keep?.(entry);
    await this.table.remove(key);
    return entry;
  }

  of(chat: number): Outgoing[] {
    return this.entries.value.filter(it => it.chat === chat);
  }

  /** The number of messages that wait to be sent. */
  get waiting(): number {
    return this.entries.value.filter(it => it.state !== "failed").length;
  }

  /** Sends a failed message again. */
  async retry(key: string): Promise<void> {
    await this.change(key, { state: "waiting", reason: "", message: "" });
    await this.flush();
  }

  /** Stops sending, since another agent may sign in next. Waiting messages stay stored. */
  stop(): void {
    this.isStopped = true;
    this.cancel();
  }

  /** Sends all waiting messages now. */
  async flush(): Promise<void> {
    this.cancel();
    if (this.isRunning || this.isStopped) return;
    this.isRunning = true;
    try {
      await this.world.alone(() => this.run());
    } finally {
      this.isRunning = false;
    }
  }

  private async run(): Promise<void> {
    const stuck = new Set<number>();
    for (;;) {
      const next = this.entries.value.find(it => it.state === "waiting" && !stuck.has(it.chat));
      if (!next || this.isStopped) break;
      if (
        this.entries.value.some(
          it => it.chat === next.chat && it.state === "failed" && it.atMs < next.atMs,
        )
      ) {
        // What was written after a failed one waits for its author's decision.
        stuck.add(next.chat);
        continue;
      }
      await this.change(next.key, { state: "sending" });
      try {
        const message = await this.world.send(next);
        this.retries = 0;
        this.outcome.sent(next, message);
        this.end(next.key, true);
        await this.drop(next.key);
      } catch (error) {
        if (!(await this.failed(next, error))) return;
      }
    }
  }

  /** Handles a failed attempt; returns false if nothing can be sent for now. */
  private async failed(entry: Outgoing, error: unknown): Promise<boolean> {
    const failure = error instanceof Failure ? error : new Failure(0, []);
    const isKept = failure.isTemporary || failure.status === 401;
    if (isKept) {
      await this.change(entry.key, { state: "waiting" });
      if (this.isStopped) return false;
      const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries++);
      const delay = Math.max(wait, failure.retryAfterS * 1000);
      this.cancel = this.world.later(delay, () => void this.flush());
      return false;
    }
    if (failure.code === "newer_reply") {
      // The device has it at every moment: as a draft before it is no entry any more.
      await this.outcome.overtaken(entry, failure);
      await this.drop(entry.key);
    } else {
      this.end(entry.key, false);
      const { code: reason, message } = failure;
      await this.change(entry.key, { state: "failed", reason, message });
    }
    return true;
  }

  private async change(key: string, change: Partial<Outgoing>): Promise<void> {
    const entries = this.entries.value.map(it => (it.key === key ? { ...it, ...change } : it));
    this.entries.value = entries;
    const entry = entries.find(it => it.key === key);
    if (entry) await this.table.put(key, entry);
  }

  private leave(key: string): void {
    this.end(key, false);
    this.entries.value = this.entries.value.filter(it => it.key !== key);
  }

  private async drop(key: string): Promise<void> {
    this.leave(key);
    await this.table.remove(key);
  }
}

/**
 * Runs `work` while no other tab runs work of the same name. In a browser without locks, runs it at
 * once.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? ((await locks.request(name, work)) as T) : await work();
}
