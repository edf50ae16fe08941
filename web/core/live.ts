// The live feed: one WebSocket that reports the changes after a number, and who is typing or
// viewing a chat. It reconnects by itself and shows its state. This module does not know the
// meaning of the changes.

import { type Signal, signal } from "@preact/signals";
import type { ChatRow } from "./shapes.ts";

/** An event of the server's feed of changes. */
export type LiveEvent =
  | {
      type: "change";
      seq: number;
      kind: string;
      at: number;
      object: Record<string, unknown>;
      actor: Actor;
    }
  | {
      type: "typing" | "viewing" | "presence";
      chat: number | null;
      agent: number | null;
      isOn: boolean;
    }
  | { type: "rows"; seq: number; rows: ChatRow[] }
  | { type: "gone"; seq: number; chat: number }
  | { type: "reset" };

export interface Actor {
  type: string;
  id?: number | null;
}

export type State =
  | { name: "connecting" }
  | { name: "live" }
  | { name: "lost"; sinceMs: number; retryAtMs: number };

/** The part of a WebSocket that the feed needs. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface World {
  open(url: string): Socket;
  nowMs(): number;
  /** A random number between 0 and 1. */
  random(): number;
  later(ms: number, work: () => void): () => void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
/**
 * The time without a message after which the page asks the server for an answer, in milliseconds.
 * Pings do not count as messages, since scripts cannot see pings.
 */
const SILENCE_MS = 40_000;
/** The time after which a socket without an answer counts as dead, in milliseconds. */
const ANSWER_MS = 10_000;
/**
 * The message that asks for an answer. Servers of all versions answer: a server that does not know
 * the message answers with a refusal.
 */
const ASK = JSON.stringify({ type: "ping" });

export class Live {
  readonly state: Signal<State> = signal({ name: "connecting" });
  private seq = 0;
  private socket: Socket | null = null;
  private retries = 0;
  private cancel: () => void = () => {};
  private listeners = new Set<(event: LiveEvent) => void>();
  private isClosed = false;
  /** True if the server closed the socket because the agent may see other chats now. */
  private isScopeNew = false;

  constructor(
    private readonly url: (after: number) => string,
    private readonly world: World,
    /** Called when the server says that the session is over. */
    private readonly signedOut: () => void = () => {},
  ) {}

  listen(listener: (event: LiveEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Follows the changes with numbers above `after`. */
  start(after: number): void {
    this.seq = after;
    this.isClosed = false;
    this.connect();
  }

  stop(): void {
    this.isClosed = true;
    this.cancel();
    this.socket?.close();
    this.socket = null;
  }

  /** Reconnects now, instead of after the pause. */
  retry(): void {
    if (this.isClosed || this.state.value.name === "live") return;
    this.cancel();
    this.connect();
  }

  /**
   * Sends a signal about this agent, such as typing. Without a connection the signal is dropped.
   */
  say(signal: Record<string, unknown>): void {
    if (this.state.value.name === "live") this.socket?.send(JSON.stringify(signal));
  }

  private connect(): void {
    this.socket?.close();
    const socket = this.world.open(this.url(this.seq));
    this.socket = socket;
    this.await(socket);
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.retries = 0;
      this.state.value = { name: "live" };
      this.await(socket);
      if (!this.isScopeNew) return;
      // What came into sight, or left it, is not told as changes.
      this.isScopeNew = false;
      for (const listener of this.listeners) listener({ type: "reset" });
    };
    socket.onmessage = ({ data }) => {
      if (this.socket !== socket) return;
      this.await(socket);
      const event = read(String(data));
      if (!event) return;
      if (event.type === "change" || event.type === "gone" || event.type === "rows") {
        // Rows follow the changes that they contain, with the number of the last one.
        const isOld = event.type === "rows" ? event.seq < this.seq : event.seq <= this.seq;
        if (isOld) return;
        this.seq = event.seq;
      }
      for (const listener of this.listeners) listener(event);
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (code === 4401 || code === 1008) this.signedOut();
      if (code === 1013) this.isScopeNew = true;
      this.lost();
    };
  }

  /**
   * Asks the server for an answer when no message has arrived for `SILENCE_MS`, and closes the
   * socket if no answer arrives. The question is sent over the socket, because behind a proxy a
   * separate request may reach another server.
   */
  private await(socket: Socket): void {
    this.cancel();
    this.cancel = this.world.later(SILENCE_MS, () => {
      if (this.state.value.name !== "live") {
        this.giveUp(socket);
        return;
      }
      socket.send(ASK);
      this.cancel = this.world.later(ANSWER_MS, () => this.giveUp(socket));
    });
  }

  private giveUp(socket: Socket): void {
    this.socket = null;
    socket.close();
    this.lost();
  }

  private lost(): void {
    this.cancel();
    if (this.isClosed) return;
    const now = this.world.nowMs();
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.retries);
    const delay = wait * (0.75 + 0.5 * this.world.random());
    this.retries++;
    const before = this.state.value;
    const sinceMs = before.name === "lost" ? before.sinceMs : now;
    this.state.value = { name: "lost", sinceMs, retryAtMs: now + delay };
    this.cancel = this.world.later(delay, () => this.connect());
  }
}

/** Parses a frame; null for a greeting, a heartbeat, and a frame of an unknown kind. */
export function read(text: string): LiveEvent | null {
  let frame: Record<string, unknown>;
  try {
    frame = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  const kind = frame["kind"] ?? frame["type"];
  const seq = number(frame["seq"]);
  const chat = number(frame["chat"]);
  const agent = number(frame["agent"]);
  const isOn = frame["online"] !== false;
  if (kind === "reset") return { type: "reset" };
  if (kind === "typing") return { type: "typing", chat, agent, isOn };
  if (kind === "presence") {
    // An agent in a chat looks at it; a customer in a chat is on the site.
    const type = agent !== null && chat !== null ? "viewing" : "presence";
    return { type, chat, agent, isOn };
  }
  if (seq === null || typeof kind !== "string") return null;
  if (kind === "gone" && chat !== null) return { type: "gone", seq, chat };
  if (kind === "chats") {
    const { rows } = (frame["window"] ?? {}) as { rows?: ChatRow[] };
    return { type: "rows", seq, rows: rows ?? [] };
  }
  if (!kind.includes(".")) return null;
  const object = (frame["object"] ?? frame) as Record<string, unknown>;
  const actor = (frame["actor"] ?? { type: "system" }) as Actor;
  return { type: "change", seq, kind, at: number(frame["at"]) ?? 0, object, actor };
}

/** The functions of the browser that the feed needs. */
export const browser: World = {
  open: url => new WebSocket(url) as unknown as Socket,
  nowMs: () => Date.now(),
  random: () => Math.random(),
  later(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};
