// The desk of a signed-in agent: the stores, the live feed, and the state of this page.

import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import { openDevice, type Table } from "../core/db.ts";
import { type Draft, Drafts } from "../core/drafts.ts";
import type { Failure } from "../core/http.ts";
import { type Asked, ListStore } from "../core/list.ts";
import { browser, Live, type LiveEvent } from "../core/live.ts";
import { Online } from "../core/online.ts";
import { alone, Outbox, type Outgoing } from "../core/outbox.ts";
import { Presences } from "../core/presences.ts";
import { route, viewOf } from "../core/router.ts";
import type { Agent, Department, Sort, View } from "../core/shapes.ts";
import type { Thread } from "../core/thread.ts";
import { Threads } from "../core/threads.ts";
import { waitingIn } from "../core/views.ts";
import type { UnderWay } from "./acts.ts";
import * as server from "./server.ts";

export interface Toast {
  id: number;
  text: string;
  undo: (() => Promise<void>) | null;
  isWrong: boolean;
  /** The chat that the toast is about, which the toast can open. */
  chat: number | null;
}

/**
 * A reply that was not sent because a colleague replied first. The author has not decided yet
 * whether to send the reply anyway.
 */
export interface Overtaken {
  entry: Outgoing;
  message: string;
  agent: number | null;
  at: number | null;
}

export class Desk {
  readonly team: Signal<server.Team>;
  readonly list: ListStore;
  readonly threads: Threads;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly live: Live;
  /** The current time in Unix seconds, updated every five seconds. */
  readonly nowS = signal(Math.floor(Date.now() / 1000));
  readonly toast: Signal<Toast | null> = signal(null);
  /** The changes that the server has not answered yet, in the order in which they were made. */
  readonly underWay: Set<UnderWay> = new Set();
  readonly checked: Signal<ReadonlySet<number>> = signal(new Set());
  /** The agent's choice of a sort, used by the views that offer this sort. */
  readonly sort: Signal<Sort> = signal("waiting");
  /** The row with the keyboard's focus. */
  readonly cursor: Signal<number | null> = signal(null);
  readonly overtaken: Signal<ReadonlyMap<number, Overtaken>> = signal(new Map());
  readonly isSignedOut = signal(false);
  readonly presences = new Presences();
  /** The chats whose customers are on the site. */
  readonly online = new Online();
  /** The chats in which the customer is typing, each with the time of the last signal. */
  readonly typing: Signal<ReadonlyMap<number, number>> = signal(new Map());
  readonly isLasting: boolean;
  private readonly stops: (() => void)[] = [];
  private readonly ears = new Set<(event: LiveEvent) => void>();
  private toasts = 0;

  readonly agents = computed(() => new Map(this.team.value.agents.map(it => [it.id, it])));
  readonly departments = computed(
    () => new Map(this.team.value.departments.map(it => [it.id, it])),
  );

  private constructor(
    readonly me: server.Me,
    team: server.Team,
    kept: { drafts: Table<Draft>; outbox: Table<Outgoing>; isLasting: boolean },
  ) {
    this.team = signal(team);
    this.isLasting = kept.isLasting;
    const world = { nowMs: browser.nowMs, random: browser.random, later: browser.later };
    const { value: at } = route;
    const view = at.page === "chats" ? at.view : "mine";
    const ask = (asked: Asked) => server.askList(asked);
    this.list = new ListStore(
      { ...world, ask, isSeen: () => document.visibilityState === "visible" },
      viewOf(view, team.views),
    );
    const chats = { open: server.openChat, older: server.olderMessages };
    this.threads = new Threads(chats, this.presences);
    this.drafts = new Drafts(kept.drafts, {
      ...world,
      store: async (chat, draft) => {
        const atMs = await server.storeDraft(chat, draft);
        // Before the feed says so: a row does not speak of a draft that was sent.
        const row = draft === null ? this.list.row(chat)?.value : undefined;
        if (row?.draft === "me") this.list.patch([chat], { draft: null });
        if (row?.draft === "both") this.list.patch([chat], { draft: "others" });
        return atMs;
      },
      find: async chat => {
        const { draft } = await server.openChat(chat);
        return draft && { text: draft.text, isNote: draft.isNote, atMs: draft.at * 1000 };
      },
    });
    this.outbox = new Outbox(
      kept.outbox,
      {
        ...world,
        send: server.sendMessage,
        alone: work => alone(`deskbell:outbox:${me.agent.id}`, work),
      },
      {
        sent: (entry, message) => this.sent(entry, message),
        overtaken: (entry, failure) => this.wasOvertaken(entry, failure),
      },
    );
    this.live = new Live(server.socketUrl, browser, () => {
      void server.getMe().catch(() => {});
    });
  }

  /** Opens the desk of the agent whose session the browser has. */
  static async open(): Promise<Desk> {
    const me = await server.getMe();
    const [team, kept] = await Promise.all([server.loadTeam(me), openDevice(me.agent.id)]);
    const tables = { drafts: kept.table<Draft>("drafts"), outbox: kept.table<Outgoing>("outbox") };
    const desk = new Desk(me, team, { ...tables, isLasting: kept.isLasting });
    await Promise.all([desk.drafts.resume(), desk.outbox.resume()]);
    desk.start();
    return desk;
  }

  /**
   * True if the socket is closed and the server did not answer the last call.
   */
  get isAway(): boolean {
    return this.live.state.value.name === "lost" && !server.client.isReached.value;
  }

  can(right: string): boolean {
    return this.me.rights.includes(right);
  }

  agent(id: number | null): Agent | undefined {
    return id === null ? undefined : this.agents.value.get(id);
  }

  department(id: number | null): Department | undefined {
    return id === null ? undefined : this.departments.value.get(id);
  }

  /** The target time for replies in a department, in seconds. */
  target(department: number | null): number {
    return this.department(department)?.replyTargetSeconds ?? this.team.value.replyTargetS;
  }

  hear(ear: (event: LiveEvent) => void): () => void {
    this.ears.add(ear);
    return () => this.ears.delete(ear);
  }

  thread(id: number): Thread {
    const thread = this.threads.get(id);
    return thread;
  }

  /** The views for which the navigation shows the number of chats. */
  countedViews(): View[] {
    const { departments, views } = this.team.value;
    const waiting = waitingIn(this.list.view.value);
    return [
      ...(waiting ? [waiting] : []),
      "mine",
      "unassigned",
      "all",
      "snoozed",
      "drafts",
      "mentions",
      ...departments.slice(0, 12).map(it => ({ department: it.id })),
      // What searches for a text is counted when it is open.
      ...views
        .filter(it => it.filter["text"] === undefined)
        .slice(0, 8)
        .map(it => it.filter),
    ];
  }

  say(
    text: string,
    undo: (() => Promise<void>) | null = null,
    isWrong = false,
    chat: number | null = null,
  ): void {
    this.toast.value = { id: ++this.toasts, text, undo, isWrong, chat };
  }

  async reloadTeam(): Promise<void> {
    this.team.value = await server.loadTeam();
    this.list.count(this.countedViews());
    this.list.mark();
  }

  private start(): void {
    const { list, live } = this;
    list.count(this.countedViews());
    server.learned.hear = (agents, departments) => this.learn(agents, departments);
    server.client.onSignedOut = () => {
      this.isSignedOut.value = true;
    };
    this.stops.push(live.listen(event => this.apply(event)));
    const tick = setInterval(() => {
      this.nowS.value = Math.floor(Date.now() / 1000);
      this.expire();
      this.poll();
    }, 5_000);
    this.stops.push(() => clearInterval(tick));
    const seen = () => {
      if (document.visibilityState !== "visible") return;
      list.seen();
      live.retry();
      void this.outbox.flush();
    };
    document.addEventListener("visibilitychange", seen);
    addEventListener("online", seen);
    this.stops.push(() => {
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", seen);
    });
    let wasLost = false;
    this.stops.push(
      effect(() => {
        const { name } = live.state.value;
        if (name === "live" && wasLost) {
          list.mark();
          void this.outbox.flush();
        }
        if (name === "lost" && !wasLost) this.forgetPresence();
        wasLost = name === "lost";
      }),
    );
    // Pages without the list show counts too.
    if (route.value.page !== "chats") void list.show(list.view.value);
    live.start(this.me.seq);
  }

  stop(): void {
    this.live.stop();
    this.drafts.stop();
    this.outbox.stop();
    for (const stop of this.stops) stop();
  }

  private apply(event: LiveEvent): void {
    const nowMs = Date.now();
    batch(() => {
      this.list.apply(event);
      this.threads.apply(event, nowMs);
      this.online.apply(event);
      this.presences.apply(event);
      if (event.type === "reset") {
        const at = route.value;
        this.threads.reset(at.page === "chats" ? at.chat : null);
      } else if (event.type === "typing" && event.chat !== null && event.agent === null) {
        this.typing.value = new Map(this.typing.value).set(event.chat, nowMs);
      } else if (
        event.type === "change" &&
        /^(agent|department|canned|view|setting)/.test(event.kind)
      ) {
        void this.reloadTeam().catch(() => {});
      } else if (event.type === "change" && event.kind === "message.created") {
        const chat = Number(event.object["chat"]);
        if (this.typing.value.has(chat) && event.object["from"] === "customer") {
          const typing = new Map(this.typing.value);
          typing.delete(chat);
          this.typing.value = typing;
        }
      }
    });
    for (const ear of this.ears) ear(event);
  }

  /** Requests the list regularly while no socket is open, since some networks block sockets. */
  private poll(): void {
    if (this.live.state.value.name !== "lost" || document.visibilityState !== "visible") return;
    if (this.nowS.value % 10 >= 5) return;
    this.list.mark();
    const at = route.value;
    if (at.page === "chats" && at.chat !== null) void this.threads.peek(at.chat)?.load();
  }

  /**
   * Stores the names of agents and departments that a chat refers to.
   */
  private learn(agents: Agent[], departments: { id: number; name: string }[]): void {
    const { value: team } = this.team;
    const newAgents = agents.filter(it => !this.agents.value.has(it.id));
    const newDepartments = departments.filter(it => !this.departments.value.has(it.id));
    if (newAgents.length + newDepartments.length === 0) return;
    this.team.value = {
      ...team,
      agents: [...team.agents, ...newAgents],
      departments: [...team.departments, ...newDepartments.map(it => ({ ...it, agents: [] }))],
    };
  }

  /** Clears the presence of agents and customers, when the connection to the feed is lost. */
  private forgetPresence(): void {
    batch(() => {
      this.online.clear();
      this.presences.clear();
      this.typing.value = new Map();
      this.threads.lost();
    });
  }

  /** Removes typing signals that are too old. */
  private expire(): void {
    const until = Date.now() - 6_000;
    const fresh = [...this.typing.value].filter(([, at]) => at > until);
    if (fresh.length !== this.typing.value.size) this.typing.value = new Map(fresh);
  }

  private sent(entry: Outgoing, message: import("../core/shapes.ts").Message): void {
    this.threads.peek(entry.chat)?.answer(message);
    if (!entry.isNote) this.list.patch([entry.chat], { waitingSince: null, unread: false });
    this.list.mark();
  }

  private wasOvertaken(entry: Outgoing, failure: Failure): Promise<void> {
    const isKept = this.drafts.takeUp(entry);
    const { agent, at } = newer(failure);
    const about = { entry, message: failure.message, agent, at };
    this.overtaken.value = new Map(this.overtaken.value).set(entry.chat, about);
    void this.threads.peek(entry.chat)?.load();
    return isKept;
  }

  /** Removes the record of a reply that was not sent because a colleague replied first. */
  settle(chat: number): void {
    const overtaken = new Map(this.overtaken.value);
    overtaken.delete(chat);
    this.overtaken.value = overtaken;
  }
}

function newer(failure: Failure): { agent: number | null; at: number | null } {
  const { details } = failure;
  const item = (details["newer"] ?? failure.items[0] ?? {}) as Record<string, unknown>;
  const agent = item["agent"];
  const id = typeof agent === "object" && agent ? (agent as { id?: unknown }).id : agent;
  return {
    agent: typeof id === "number" ? id : null,
    at: item["at"] === undefined ? null : Math.floor(Number(item["at"])),
  };
}

/** The desk of the signed-in agent; null until an agent has signed in. */
export const desk = signal<Desk | null>(null);
