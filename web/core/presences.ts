// The agents who are present, and the agents who are viewing each chat. The feed tells all of them
// when it begins, and each change from then on, also for chats that are loaded later or never.

import { type Signal, signal } from "@preact/signals";
import type { LiveEvent } from "./live.ts";

const NOBODY: ReadonlySet<number> = new Set();

export class Presences {
  /** The ids of the agents who are present. */
  readonly agents: Signal<ReadonlySet<number>> = signal(NOBODY);
  /** The ids of the agents who are viewing a chat, by chat. */
  private readonly viewing: Signal<ReadonlyMap<number, ReadonlySet<number>>> = signal(new Map());

  /** The ids of the agents who are viewing a chat. */
  viewers(chat: number): ReadonlySet<number> {
    return this.viewing.value.get(chat) ?? NOBODY;
  }

  apply(event: LiveEvent): void {
    if (event.type === "viewing" && event.chat !== null && event.agent !== null) {
      const viewers = changed(this.viewers(event.chat), event.agent, event.isOn);
      const viewing = new Map(this.viewing.value);
      if (viewers.size > 0) viewing.set(event.chat, viewers);
      else viewing.delete(event.chat);
      this.viewing.value = viewing;
    } else if (event.type === "presence" && event.agent !== null) {
      this.agents.value = changed(this.agents.value, event.agent, event.isOn);
    } else if (event.type === "gone" && this.viewing.value.has(event.chat)) {
      // The feed is silent about the chat from now on, and tells who is there when it comes back.
      const viewing = new Map(this.viewing.value);
      viewing.delete(event.chat);
      this.viewing.value = viewing;
    }
  }

  /** Clears the agents' presence, when the connection to the feed is lost. */
  clear(): void {
    this.agents.value = NOBODY;
    this.viewing.value = new Map();
  }
}

/** Returns a copy of a set, with an id added (`isIn`) or removed. */
function changed(all: ReadonlySet<number>, id: number, isIn: boolean): ReadonlySet<number> {
  const now = new Set(all);
  if (isIn) now.add(id);
  else now.delete(id);
  return now;
}
