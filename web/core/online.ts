// The chats whose customers are on the site. The feed tells all of them when it begins, and each
// change from then on.

import { signal } from "@preact/signals";
import type { LiveEvent } from "./live.ts";

export class Online {
  private readonly chats = new Set<number>();
  /**
   * A counter of changes to the set of chats whose customers are on the site. The set itself is
   * changed in place, since copies would be slow.
   */
  private readonly turns = signal(0);

  /**
   * Returns true if the customer of a chat is on the site. A component that calls `has` is rendered
   * again after changes.
   */
  has(chat: number): boolean {
    void this.turns.value;
    return this.chats.has(chat);
  }

  apply(event: LiveEvent): void {
    if (event.type === "gone") {
      // The feed is silent about the chat from now on, and tells who is there when it comes back.
      this.set(event.chat, false);
    } else if (event.type === "presence" && event.chat !== null && event.agent === null) {
      this.set(event.chat, event.isOn);
    }
  }

  private set(chat: number, isOn: boolean): void {
    if (isOn === this.chats.has(chat)) return;
    if (isOn) this.chats.add(chat);
    else this.chats.delete(chat);
    this.turns.value = this.turns.peek() + 1;
  }

  /** Forgets which customers are on the site, when the connection to the feed is lost. */
  clear(): void {
    this.chats.clear();
    this.turns.value = this.turns.peek() + 1;
  }
}
