// What agents sent and the server has not acknowledged: kept on the device before anything else
// happens, sent in the order of each chat, never twice. The key of an entry is the Idempotency-Key
// of every try, so that the server does it once, whatever happened to the answers.

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
  /** The agents whom a note mentions. */
  mentions?: number[];
  /** The last message that the agent saw while writing. */
  seen: number | null;
  /** Whether a colleague's newer reply is known and does not matter. */
  anyway: boolean;
  atMs: number;
  state: "waiting" | "sending" | "failed";
  /** Why it failed: the code of the error. */
  reason: string;
  /** The server's words for it, for codes that no page knows. */
  message?: string;
}

export interface OutboxWorld {
  send(entry: Outgoing): Promise<Message>;
  nowMs(): number;
  later(ms: number, work: () => void): () => void;
  /** Lets one tab at a time send. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export interface Outcome {
  sent(entry: Outgoing, message: Message): void;
  /** Somebody answered meanwhile: the text goes back to its author; resolves when that is kept. */
  overtaken(entry: Outgoing, failure: Failure): Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;

export class Outbox {
  /** All entries, the oldest first. */
  readonly entries: Signal<readonly Outgoing[]> = signal([]);
  /** Who waits for the end of an entry, by its key. */
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

  /** Reads what an earlier page left, and goes on with it. */
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

  /** Takes a message; resolves when the device keeps it. */
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
   * Resolves once an entry was sent, with true, or will not be as it is, with false. To be asked
   * right when the entry is put: of one that is not here any more it tells false at once.
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

  /** Takes back what is not sent yet; null if it is on its way. */
  async takeBack(key: string): Promise<Outgoing | null> {
    const entry = this.entries.value.find(it => it.key === key);
    if (!entry || entry.state === "sending") return null;
    await this.drop(key);
    return entry;
  }

  of(chat: number): Outgoing[] {
    return this.entries.value.filter(it => it.chat === chat);
  }

  /** How many messages wait. */
  get waiting(): number {
    return this.entries.value.filter(it => it.state !== "failed").length;
  }

  /** Tries a failed one again. */
  async retry(key: string): Promise<void> {
    await this.change(key, { state: "waiting", reason: "", message: "" });
    await this.flush();
  }

  /** Sends nothing any more: whoever signs in next is somebody else. What waits is kept. */
  stop(): void {
    this.isStopped = true;
    this.cancel();
  }

  /** Sends whatever waits, now. */
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

  /** Decides what a failed try means; false if nothing can be sent for now. */
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

  private async drop(key: string): Promise<void> {
    this.end(key, false);
    this.entries.value = this.entries.value.filter(it => it.key !== key);
    await this.table.remove(key);
  }
}

/** One tab at a time, where the browser has locks. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks;
  return locks ? ((await locks.request(name, work)) as T) : await work();
}
