/**
 * The messages to be sent, in order. A message is sent again until the server has accepted or
 * refused it.
 *
 * Each message has a key, so that a repeated request posts no second message. Every change of the
 * outbox is reported, so that waiting messages can be stored for the next page.
 */

import { WAITS_MS } from "./live";
import type { Sending } from "./types";

/**
 * The outcome of an attempt: accepted, refused for good, or to be repeated. `again` is the server's
 * delay in milliseconds, if any.
 */
export type Sent = { taken: true } | { refused: string } | { again: number | null };

export interface Outbox {
  all(): Sending[];
  add(sending: Sending): void;
  /** Adds the waiting messages that an earlier page stored. */
  restore(sendings: Sending[]): void;
  /** Sends a refused message again. */
  retry(key: string): void;
  drop(key: string): void;
  /** Sends now, because the connection is back. */
  wake(): void;
  /** Removes all messages, because the visitor has logged out. */
  clear(): void;
}

/** Creates an outbox that sends messages with `send`, and calls `changed` after every change. */
export function outbox(
  send: (sending: Sending) => Promise<Sent>,
  changed: (all: Sending[]) => void,
): Outbox {
  let all: Sending[] = [];
  let busy: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let misses = 0;

  const put = (next: Sending[]) => {
    all = next;
    changed(all);
  };
  const run = async () => {
    clearTimeout(timer);
    timer = undefined;
    const first = all.find(it => !it.refused);
    if (busy || !first) return;
    busy = first.key;
    const sent = await send(first).catch((): Sent => ({ again: null }));
    busy = null;
    if (!all.some(it => it.key === first.key)) {
      run();
    } else if ("taken" in sent) {
      misses = 0;
      put(all.filter(it => it.key !== first.key));
      run();
    } else if ("refused" in sent) {
      misses = 0;
      put(all.map(it => (it.key === first.key ? { ...it, refused: sent.refused } : it)));
      run();
    } else {
      const wait = sent.again ?? WAITS_MS[Math.min(misses, 5)] ?? 0;
      if (sent.again === null) misses += 1;
      timer = setTimeout(run, wait);
    }
  };
  return {
    all: () => all,
    add(sending) {
      put([...all, sending]);
      if (!timer) run();
    },
    restore(sendings) {
      const known = new Set(all.map(it => it.key));
      put([...sendings.filter(it => !known.has(it.key)), ...all]);
      run();
    },
    retry(key) {
      put(all.map(it => (it.key === key ? { ...it, refused: undefined } : it)));
      run();
    },
    drop(key) {
      put(all.filter(it => it.key !== key));
    },
    wake() {
      misses = 0;
      run();
    },
    clear() {
      clearTimeout(timer);
      put([]);
    },
  };
}
