/**
 * What happens while the visitor looks: a WebSocket; where that is blocked, a stream; where that is blocked too,
 * long polls, which tell the same objects and resume at the number that was heard last. Where there is none of
 * them, the widget looks from time to time.
 *
 * The token goes in the first frame or in a header, never in a URL.
 */

export interface Wire {
  /** The base of the operations, ending in a slash. */
  base: string;
  token(): string | null;
  /** The number of the last change that was heard. */
  after(): number;
  hear(event: unknown): void;
  /** Whether changes arrive. */
  connected(is: boolean): void;
  /** Whether the visitor looks at a chat now. */
  busy(): boolean;
  /** Asks for what is new. */
  look(): Promise<void>;
  /** The server does not know this token any more, or cannot resume: everything is to be asked anew. */
  stale(): void;
}

export interface Live {
  start(): void;
  stop(): void;
  /** Tries now. */
  wake(): void;
  /** Says something, if there is a socket to say it on. */
  say(what: unknown): boolean;
}

type Mode = "socket" | "stream" | "poll" | "look";

/** The waits between connections, in milliseconds; up to a third is added by chance. */
const WAITS_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
/** A socket that says nothing for so long is dead, in milliseconds: the server says something every 20 s. */
const SILENCE_MS = 50_000;
/** The time between two looks, in milliseconds: at a chat that is open, and else. */
const LOOKS_MS = { busy: 4000, idle: 30_000 };
/** How long a poll waits for something to happen, in seconds. */
const POLL_S = 25;

export function live(wire: Wire): Live {
  let mode: Mode = "socket";
  let running = false;
  let misses = 0;
  let socket: WebSocket | undefined;
  let ask: AbortController | undefined;
  let asking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;

  const up = () => {
    misses = 0;
    wire.connected(true);
  };
  const hear = (text: string) => {
    try {
      wire.hear(JSON.parse(text));
    } catch {
      // A frame that is no JSON is nothing that this version knows.
    }
  };
  const again = (fell: boolean) => {
    if (!running) return;
    wire.connected(false);
    if (fell && misses >= 2) {
      mode = mode === "socket" ? "stream" : mode === "stream" ? "poll" : "look";
      misses = 0;
    }
    const wait = WAITS_MS[Math.min(misses, WAITS_MS.length - 1)] ?? 1000;
    misses += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, wait + (Math.random() * wait) / 3);
  };

  const bySocket = () => {
    const url = new URL(`${wire.base}ws`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    let opened = false;
    const own = new WebSocket(url);
    socket = own;
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => own.close(), SILENCE_MS);
    };
    alive();
    own.onopen = () => own.send(JSON.stringify({ token: wire.token(), after: wire.after() }));
    own.onmessage = e => {
      alive();
      if (!opened) {
        opened = true;
        up();
      }
      hear(`${e.data}`);
    };
    own.onclose = e => {
      clearTimeout(watch);
      if (socket !== own) return;
      socket = undefined;
      // 4401: the token is not known; 4410: too far behind.
      if (e.code === 4401 || e.code === 4410) wire.stale();
      again(!opened && navigator.onLine !== false);
    };
  };

  const byFetch = async () => {
    ask = new AbortController();
    asking = true;
    const { signal } = ask;
    const stream = mode === "stream";
    const path = stream
      ? `stream?after=${wire.after()}`
      : `changes?after=${wire.after()}&wait=${POLL_S}`;
    try {
      const answer = await fetch(wire.base + path, {
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
    if (!running || socket || asking || !wire.token()) return;
    if (mode === "socket" && typeof WebSocket === "undefined") mode = "stream";
    if (mode === "socket") bySocket();
    else if (mode === "look") byLooking();
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
      clearTimeout(watch);
      const own = socket;
      socket = undefined;
      own?.close();
      ask?.abort();
      misses = 0;
    },
    wake() {
      if (!running || socket || asking) return;
      misses = 0;
      clearTimeout(timer);
      connect();
    },
    say(what) {
      if (socket?.readyState !== 1) return false;
      socket.send(JSON.stringify(what));
      return true;
    },
  };
}
