// The drafts of messages, by chat. The device stores each key stroke at once; the server stores a
// draft two seconds later, so that other devices get it and colleagues see that it exists.

import { type Signal, signal } from "@preact/signals";
import type { Table } from "./db.ts";
import type { Outgoing } from "./outbox.ts";
import type { FileRef } from "./shapes.ts";

export interface Draft {
  text: string;
  isNote: boolean;
  files: FileRef[];
  /**
   * The time of the last change: by the server's clock if the server has the draft, otherwise by
   * the device's clock.
   */
  atMs: number;
  /** True if the server has the draft in this state. */
  isStored?: boolean;
  /**
   * Of a draft that was emptied: the time, by the server's clock, up to which this device knew the
   * server's draft. A newer one was written on another device.
   */
  knownMs?: number;
}

/** A draft as the server has it. */
export interface ServerDraft {
  text: string;
  isNote: boolean;
  /** By the server's clock. */
  atMs: number;
}

export interface DraftWorld {
  /**
   * Stores a draft on the server, or deletes the server's draft if `draft` is null; returns the
   * server's time.
   */
  store(chat: number, draft: Draft | null): Promise<number>;
  /** Returns the server's draft of a chat, if there is one. */
  find(chat: number): Promise<ServerDraft | null>;
  nowMs(): number;
  later(ms: number, work: () => void): () => void;
}

const STORE_MS = 2_000;

/**
 * The time for which the device remembers that a draft was emptied, in case the server was not told.
 * After a longer time another device may have written a new one.
 */
const EMPTIED_MS = 60_000;

const EMPTY: Draft = { text: "", isNote: false, files: [], atMs: 0 };

function hasNothing(draft: Draft): boolean {
  return draft.text === "" && draft.files.length === 0;
}

export class Drafts {
  /** The drafts of this device, by chat. */
  readonly all: Signal<ReadonlyMap<number, Draft>> = signal(new Map());
  /**
   * The chats whose draft was sent or emptied on this device, and is not yet deleted on the server.
   */
  readonly emptied: Signal<ReadonlySet<number>> = signal(new Set());
  /** The chats whose current draft is stored on the server. */
  readonly stored: Signal<ReadonlySet<number>> = signal(new Set());
  /**
   * The time, by the server's clock, at which the server's draft of a chat was last received,
   * stored or deleted. Never compared with times of the device's clock.
   */
  private readonly serverMs = new Map<number, number>();
  private timers = new Map<number, () => void>();
  /** The chats whose draft was emptied on the page before this one, which did not tell the server. */
  private resumed = new Set<number>();
  private isStopped = false;

  constructor(
    private readonly table: Table<Draft>,
    private readonly world: DraftWorld,
  ) {}

  async resume(): Promise<void> {
    const kept = (await this.table.all()).map(([chat, draft]) => [Number(chat), draft] as const);
    const all = new Map(kept.filter(([, draft]) => !hasNothing(draft)));
    for (const [chat, draft] of this.all.value) all.set(chat, draft);
    this.all.value = all;
    // What the page before this one had no time to tell the server.
    for (const [chat, { isStored, atMs }] of all) {
      if (isStored) this.know(chat, atMs);
      else this.later(chat);
    }
    for (const [chat, { atMs, knownMs }] of kept.filter(([chat]) => !all.has(chat))) {
      // What was written here meanwhile is newer.
      if (this.all.value.has(chat) || this.timers.has(chat)) continue;
      if (this.world.nowMs() - atMs > EMPTIED_MS) {
        await this.forget(chat);
        continue;
      }
      this.know(chat, knownMs ?? 0);
      this.empty(chat, true);
      this.resumed.add(chat);
      this.later(chat);
    }
  }

  get(chat: number): Draft {
    return this.all.value.get(chat) ?? EMPTY;
  }

  /**
   * Changes the draft of a chat: in memory at once, and on the device when `after` has completed.
   */
  async set(chat: number, change: Partial<Draft>, after?: Promise<unknown>): Promise<void> {
    const draft = { ...this.get(chat), ...change, atMs: this.world.nowMs(), isStored: false };
    const isEmpty = hasNothing(draft);
    const all = new Map(this.all.value);
    if (isEmpty && !draft.isNote) all.delete(chat);
    else all.set(chat, draft);
    this.all.value = all;
    this.resumed.delete(chat);
    this.empty(chat, isEmpty);
    this.unstore(chat);
    this.later(chat);
    await after;
    // What was written since is kept, too.
    const now = this.get(chat);
    // An emptied one is remembered until the server knows.
    const isOver = hasNothing(now) && !this.emptied.value.has(chat);
    const knownMs = this.serverMs.get(chat) ?? 0;
    const kept = hasNothing(now) ? { ...EMPTY, atMs: draft.atMs, knownMs } : now;
    await (isOver ? this.table.remove(String(chat)) : this.table.put(String(chat), kept));
  }

  /**
   * Turns an unsent message back into a draft, placed before the chat's current draft. The result
   * is a note if the message or the draft is a note, so that text for colleagues never becomes a
   * reply.
   */
  async takeUp(entry: Pick<Outgoing, "chat" | "text" | "isNote" | "files">): Promise<void> {
    const there = this.get(entry.chat);
    const hasSome = there.text !== "" || there.files.length > 0;
    await this.set(entry.chat, {
      text: [entry.text, there.text].filter(it => it !== "").join("\n\n"),
      isNote: entry.isNote || (hasSome && there.isNote),
      files: [...entry.files, ...there.files],
    });
  }

  /**
   * Deletes the draft of a chat: in memory at once, on the device when `after` has completed, and
   * on the server soon after.
   */
  async clear(chat: number, after?: Promise<unknown>): Promise<void> {
    await this.set(chat, { text: "", files: [], isNote: false }, after);
  }

  /**
   * Replaces the local draft of a chat by the server's draft, unless the local draft is newer or
   * was not stored on the server.
   */
  async meet(chat: number, text: string, isNote: boolean, atMs: number): Promise<void> {
    const mine = this.all.value.get(chat);
    // One that was sent or emptied here does not come back from an older answer.
    const isOld = atMs <= (this.serverMs.get(chat) ?? 0);
    if (isOld) return;
    if (this.resumed.has(chat) && text !== "") this.giveUp(chat);
    if (this.timers.has(chat)) return;
    // What the server could not be given stays.
    if (mine && mine.text !== "" && !mine.isStored && !this.stored.value.has(chat)) return;
    this.know(chat, atMs);
    if (text === "" || text === mine?.text) return;
    const draft = { text, isNote, files: mine?.files ?? [], atMs, isStored: true };
    this.all.value = new Map(this.all.value).set(chat, draft);
    this.stored.value = new Set(this.stored.value).add(chat);
    await this.table.put(String(chat), draft);
  }

  private empty(chat: number, isEmptied: boolean): void {
    if (this.emptied.value.has(chat) === isEmptied) return;
    const emptied = new Set(this.emptied.value);
    if (isEmptied) emptied.add(chat);
    else emptied.delete(chat);
    this.emptied.value = emptied;
  }

  /** Leaves the server's draft as it is: it is newer than the draft that was emptied here. */
  private giveUp(chat: number): void {
    this.resumed.delete(chat);
    this.timers.get(chat)?.();
    this.timers.delete(chat);
    this.empty(chat, false);
  }

  /** Adds to a draft that was emptied while the server stored it what the device now knows. */
  private async remember(chat: number, knownMs: number): Promise<void> {
    const there = await this.table.get(String(chat));
    if (there && hasNothing(there) && hasNothing(this.get(chat)))
      await this.table.put(String(chat), { ...there, knownMs });
  }

  /**
   * Forgets on the device that a draft was emptied, unless one was written meanwhile, here or in
   * another tab.
   */
  private async forget(chat: number): Promise<void> {
    const there = await this.table.get(String(chat));
    if (there && hasNothing(there) && hasNothing(this.get(chat)))
      await this.table.remove(String(chat));
  }

  private know(chat: number, atMs: number): void {
    this.serverMs.set(chat, Math.max(this.serverMs.get(chat) ?? 0, atMs));
  }

  private async store(chat: number): Promise<void> {
    this.timers.delete(chat);
    const draft = this.all.value.get(chat);
    const isEmpty = !draft || draft.text === "";
    try {
      if (this.resumed.has(chat)) {
        // Another device may have written a new one since.
        const theirs = await this.world.find(chat);
        if (theirs) await this.meet(chat, theirs.text, theirs.isNote, theirs.atMs);
        if (!this.resumed.delete(chat)) return;
      }
      const atMs = await this.world.store(chat, isEmpty ? null : draft);
      this.know(chat, atMs);
      if (this.timers.has(chat)) {
        await this.remember(chat, atMs);
        return;
      }
      this.empty(chat, false);
      this.stored.value = new Set(this.stored.value).add(chat);
      if (hasNothing(this.get(chat))) await this.forget(chat);
      else if (draft && this.get(chat) === draft && !isEmpty) {
        await this.table.put(String(chat), { ...draft, atMs, isStored: true });
      }
    } catch {
      // The device has it; the next key stroke tries again.
    }
  }

  /** Stops storing drafts on the server, since another agent may sign in next. */
  stop(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
    this.isStopped = true;
  }

  private later(chat: number): void {
    if (this.isStopped) return;
    this.timers.get(chat)?.();
    this.timers.set(
      chat,
      this.world.later(STORE_MS, () => void this.store(chat)),
    );
  }

  private unstore(chat: number): void {
    if (!this.stored.value.has(chat)) return;
    const stored = new Set(this.stored.value);
    stored.delete(chat);
    this.stored.value = stored;
  }
}
