/**
 * Messages on their way: one after the other, each with a key, sent again until the server has it or says no.
 *
 * The key makes a second sending harmless, so nothing needs to be known about how the first one ended. What
 * waits is told to `keep` at each change, so that it survives the page.
 */

import type { Sending } from "./types";

/** How a try ended: taken, refused for good, or to be tried again after a time. */
export type Sent = { taken: true } | { refused: string } | { again: number | null };

export interface Outbox {
  all(): Sending[];
  add(sending: Sending): void;
  /** Takes over what an earlier page left behind. */
  restore(sendings: Sending[]): void;
  /** Sends a refused one again. */
  retry(key: string): void;
  drop(key: string): void;
  /** Tries now: the connection is back. */
  wake(): void;
  /** Lets all of it go: the visitor has logged out. */
  clear(): void;
}

/** The waits between tries without an answer, in milliseconds. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000, 20_000];

/** An outbox over one function that sends. `changed` hears of every change. */
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
      const wait = sent.again ?? WAITS_MS[Math.min(misses, WAITS_MS.length - 1)] ?? 1000;
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
