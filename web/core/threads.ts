// The chats that a page keeps in memory, so that a chat that is opened again is there at once.

import type { LiveEvent } from "./live.ts";
import type { Presences } from "./presences.ts";
import { Thread, type ThreadWorld } from "./thread.ts";

/** The recently loaded chats, and the next chats of a list, which are loaded in advance. */
export class Threads {
  private readonly kept = new Map<number, Thread>();

  constructor(
    private readonly world: ThreadWorld,
    private readonly presences: Presences,
    private readonly most = 24,
  ) {}

  /** Returns the thread of a chat, and loads the thread if it is not in memory. */
  get(id: number): Thread {
    let thread = this.kept.get(id);
    if (thread) {
      this.kept.delete(id);
    } else {
      thread = new Thread(id, this.world, this.presences);
      void thread.load();
    }
    this.kept.set(id, thread);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(old);
    }
    return thread;
  }

  peek(id: number): Thread | undefined {
    return this.kept.get(id);
  }

  apply(event: LiveEvent, nowMs: number): void {
    for (const thread of this.kept.values()) thread.apply(event, nowMs);
  }

  /**
   * Clears the typing and viewing signals of all threads, when the connection to the feed is lost.
   */
  lost(): void {
    for (const thread of this.kept.values()) thread.lost();
  }

  /** Loads the current chat again and drops all other chats, since changes may have been missed. */
  reset(current: number | null): void {
    for (const [id, thread] of this.kept) {
      if (id === current) thread.renew();
      else this.kept.delete(id);
    }
  }
}
