/**
 * Live events for networks that block WebSockets: as a stream, or by long polls if streams are
 * blocked, too. Events have the same form as over a socket, and resume after the last received
 * change. If long polls fail, too, the widget requests changes at intervals.
 */

import { type Live, WAITS_MS, type Wire } from "./live";

type Mode = "stream" | "poll" | "look";

/**
 * The pauses between two requests for changes, in milliseconds: `busy` while a chat is open,
 * otherwise `idle`.
 */
const LOOKS_MS = { busy: 4000, idle: 30_000 };
/** The time for which a long poll waits for an event, in seconds. */
const POLL_S = 25;

export function fallback(wire: Wire): Live {
  let mode: Mode = "stream";
  let running = false;
  let misses = 0;
  let ask: AbortController | undefined;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const up = () => {
    misses = 0;
    wire.connected(true);
  };
  const hear = (text: string) => {
    try {
      wire.hear(JSON.parse(text));
    } catch {
      // Text that is no JSON is nothing that this version knows.
    }
  };
  const again = (fell: boolean) => {
    if (!running) return;
    wire.connected(false);
    if (fell && misses >= 2) {
      mode = mode === "stream" ? "poll" : "look";
      misses = 0;
    }
    const wait = WAITS_MS[Math.min(misses, WAITS_MS.length - 1)] ?? 1000;
    misses += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, wait + (Math.random() * wait) / 3);
  };

  const byFetch = async () => {
    ask = new AbortController();
    asking = true;
    const { signal } = ask;
    const stream = mode === "stream";
    const { after, history } = wire.after();
    const query = new URLSearchParams({ after: `${after}`, ...(history ? { history } : {}) });
    if (!stream) query.set("wait", `${POLL_S}`);
    try {
      const answer = await fetch(`${wire.base}${stream ? "stream" : "changes"}?${query}`, {
        headers: { Authorization: `Bearer ${wire.token()}` },
        signal,
      });
      if (answer.status === 401 || answer.status === 410) wire.stale();
      // Another server than this widget's: nothing there will ever answer.
      if (answer.status === 404) misses = 2;
      if (!answer.ok) throw answer;
      up();
      if (!stream) {
        const { changes } = await answer.json();
        for (const change of changes) wire.hear(change);
        if (running && !signal.aborted) byFetch();
        else asking = false;
        return;
      }
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const part = await reader?.read();
        if (!part || part.done) break;
        rest += part.value;
        const events = rest.split("\n\n");
        rest = events.pop() || "";
        for (const event of events) {
          const data = event
            .split("\n")
            .filter(line => line.startsWith("data:"))
            .map(line => line.slice(5).trim());
          if (data.length) hear(data.join("\n"));
        }
      }
      asking = false;
      again(false);
    } catch {
      asking = false;
      if (!signal.aborted) again(navigator.onLine !== false);
    }
  };

  const byLooking = async () => {
    asking = true;
    try {
      await wire.look();
      up();
    } catch {
      wire.connected(false);
    }
    asking = false;
    if (running) timer = setTimeout(connect, wire.busy() ? LOOKS_MS.busy : LOOKS_MS.idle);
  };

  const connect = () => {
    clearTimeout(timer);
    if (!running || asking || !wire.token()) return;
    if (mode === "look") byLooking();
    else byFetch();
  };

  return {
    start() {
      if (running) return;
      running = true;
      connect();
    },
    stop() {
      running = false;
      clearTimeout(timer);
      ask?.abort();
      misses = 0;
    },
    wake() {
      if (!running || asking) return;
      misses = 0;
      connect();
    },
    say: () => false,
  };
}
