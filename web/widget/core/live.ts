/**
 * Live events over a WebSocket, which resume after the last received change. Where sockets are
 * blocked, `fallback.ts` is loaded instead.
 *
 * The token is sent in the first frame or in a header, never in a URL.
 */

export interface Wire {
  /** The base URL of the operations, ending in a slash. */
  base: string;
  token(): string | null;
  /**
   * The number of the last change that was received, and the history (sequence of changes) to
   * which the number belongs.
   */
  after(): { after: number; history?: string | undefined };
  hear(event: unknown): void;
  /** Called when the connection begins or ceases to deliver changes. */
  connected(is: boolean): void;
  /** Tells whether the visitor is looking at a chat. */
  busy(): boolean;
  /** Requests changes once. */
  look(): Promise<void>;
  /**
   * Called when everything must be requested again: the server does not know the token, or cannot
   * resume.
   */
  stale(): void;
}

export interface Live {
  start(): void;
  stop(): void;
  /** Reconnects now instead of after the pause. */
  wake(): void;
  /** Sends a message; false if no socket is open. */
  say(what: unknown): boolean;
}

/**
 * The pauses before reconnecting, and before an unanswered message is sent again, in milliseconds.
 * Pauses before reconnecting are extended randomly, by up to a third.
 */
export const WAITS_MS = [500, 1000, 2000, 5000, 10_000, 30_000];
/**
 * The time without a message after which a socket counts as dead, in milliseconds. The server sends
 * a message every 20 seconds.
 */
const SILENCE_MS = 50_000;

export function live(wire: Wire): Live {
  let running = false;
  let misses = 0;
  let socket: WebSocket | undefined;
  let other: Live | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const drop = () => {
    const own = socket;
    socket = undefined;
    own?.close();
  };
  const replace = async () => {
    other ??= (await import("./fallback")).fallback(wire);
    if (running) other.start();
  };
  const connect = () => {
    clearTimeout(timer);
    if (!running || socket || other || !wire.token()) return;
    const url = new URL(`${wire.base}ws`);
    url.protocol = url.protocol.replace("http", "ws");
    let opened = false;
    const own = new WebSocket(url);
    socket = own;
    const alive = () => {
      last = Date.now();
      clearTimeout(watch);
      watch = setTimeout(() => own.close(), SILENCE_MS);
    };
    alive();
    own.onopen = () => own.send(JSON.stringify({ token: wire.token(), ...wire.after() }));
    own.onmessage = e => {
      alive();
      if (!opened) wire.connected(true);
      opened = true;
      misses = 0;
      try {
        wire.hear(JSON.parse(e.data));
      } catch {
        // A frame that is no JSON is nothing that this version knows.
      }
    };
    own.onclose = ({ code }) => {
      clearTimeout(watch);
      if (socket !== own) return;
      socket = undefined;
      // 4401: the token is not known; 4410: too far behind.
      if (code === 4401 || code === 4410) wire.stale();
      wire.connected(false);
      const wait = WAITS_MS[Math.min(misses, 5)] ?? 0;
      misses += 1;
      timer = setTimeout(connect, wait + (Math.random() * wait) / 3);
      if (!opened && misses > 2 && navigator.onLine) replace().catch(() => {});
    };
  };

  return {
    start() {
      running = true;
      if (other) other.start();
      else connect();
    },
    stop() {
      running = false;
      clearTimeout(timer);
      clearTimeout(watch);
      drop();
      other?.stop();
      misses = 0;
    },
    wake() {
      other?.wake();
      // It slept, and what it slept on has mostly gone.
      if (Date.now() - last > SILENCE_MS / 2) drop();
      if (running) connect();
    },
    say(what) {
      if (socket?.readyState !== 1) return false;
      socket.send(JSON.stringify(what));
      return true;
    },
  };
}
