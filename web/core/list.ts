// The list of chats of one view: rows by id, an order by position of which windows are loaded, and
// exact counts. An order never changes while the list is held (a pointer or the focus is in it):
// the newer one waits, and the page says how many rows it would bring.

import { batch, type Signal, signal } from "@preact/signals";
import type { LiveEvent } from "./live.ts";
import { rowPatch } from "./patch.ts";
import type { ChatRow, ListAnswer, Sort, View } from "./shapes.ts";

/** Which chat is at which position, as far as it is known. */
export interface Order {
  seq: number;
  total: number;
  ids: ReadonlyMap<number, number>;
}

const EMPTY: Order = { seq: 0, total: 0, ids: new Map() };

export interface Asked {
  view: View;
  sort: Sort;
  at: { offset: number } | { around: number };
  limit: number;
  counts: View[];
}

export interface ListWorld {
  ask(asked: Asked): Promise<ListAnswer>;
  nowMs(): number;
  random(): number;
  later(ms: number, work: () => void): () => void;
  /** Whether the page can be seen. */
  isSeen(): boolean;
}

/** Rows are asked for in pages of this many. */
const PAGE = 50;
/** After the last event things are quiet for so long before the window is asked for again. */
const QUIET_MS = 300;
/** It is asked for at most this often. */
const PERIOD_MS = 1_000;

/** The order of a view, of which `wanted` was chosen last: what is over stands by its end. */
export function sortOf(view: View, wanted: Sort): Sort {
  const statuses = typeof view === "string" ? [view] : view["statuses"];
  const isClosed = (status: unknown) => status === "closed";
  if (Array.isArray(statuses) && statuses.every(isClosed)) return "closed";
  return wanted === "closed" ? "activity" : wanted;
}

export class ListStore {
  readonly view: Signal<View>;
  readonly sort: Signal<Sort>;
  readonly shown: Signal<Order> = signal(EMPTY);
  /** How many rows the newer order would bring or move up. */
  readonly fresh: Signal<number> = signal(0);
  readonly counts: Signal<ReadonlyMap<string, number>> = signal(new Map());
  readonly state: Signal<"loading" | "ready" | "failed"> = signal("loading");
  readonly failure: Signal<unknown> = signal(null);
  /** When the rows were right, in milliseconds. */
  readonly asOfMs: Signal<number> = signal(0);

  private rows = new Map<number, Signal<ChatRow>>();
  private next: Order | null = null;
  private isHeld = false;
  private visible = { from: 0, to: PAGE };
  private counted: View[] = [];
  private loading = new Set<number>();
  private cancel: (() => void) | null = null;
  private askedMs = Number.NEGATIVE_INFINITY;
  private isDirty = false;
  private run = 0;

  constructor(
    private readonly world: ListWorld,
    view: View,
    sort: Sort = "waiting",
  ) {
    this.view = signal(view);
    this.sort = signal(sort);
  }

  /** The row of a chat that was loaded. */
  row(id: number): Signal<ChatRow> | undefined {
    return this.rows.get(id);
  }

  at(position: number): number | undefined {
    return this.shown.value.ids.get(position);
  }

  position(id: number): number | undefined {
    for (const [position, there] of this.shown.value.ids) if (there === id) return position;
    return undefined;
  }

  /** The chat so many rows further down, if it is loaded. */
  neighbour(id: number | null, step: number): number | undefined {
    const from = id === null ? undefined : this.position(id);
    if (from === undefined) return this.at(0);
    return this.at(from + step);
  }

  /** Shows another view or order. The old rows stay until the new ones are there. */
  async show(view: View, sort: Sort = this.sort.value, around?: number): Promise<void> {
    this.run++;
    this.loading.clear();
    batch(() => {
      this.view.value = view;
      this.sort.value = sort;
      this.state.value = "loading";
      this.fresh.value = 0;
    });
    this.next = null;
    this.visible = { from: 0, to: PAGE };
    await this.ask(around === undefined ? { offset: 0 } : { around }, PAGE, true);
  }

  /** The views whose chats are to be counted with every answer. */
  count(views: View[]): void {
    this.counted = views;
  }

  /** Tells which positions are on the screen, so that they get loaded. */
  async look(from: number, to: number): Promise<void> {
    this.visible = { from, to };
    const { ids, total } = this.shown.value;
    const wanted: number[] = [];
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, total); page++) {
      const end = Math.min(total, (page + 1) * PAGE);
      let isWhole = true;
      for (let at = page * PAGE; at < end; at++) isWhole &&= ids.has(at);
      if (!isWhole && !this.loading.has(page)) wanted.push(page);
    }
    await Promise.all(
      wanted.map(async page => {
        this.loading.add(page);
        try {
          await this.ask({ offset: page * PAGE }, PAGE, false);
        } finally {
          this.loading.delete(page);
        }
      }),
    );
  }

  /** Keeps the order as it is, or lets it go. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (!isHeld) this.adopt();
  }

  /** Shows the order that waited. */
  adopt(): void {
    const next = this.next;
    this.next = null;
    batch(() => {
      this.fresh.value = 0;
      if (next) this.shown.value = next;
    });
  }

  /** Takes a chat out at once, because this agent did something that removes it. */
  remove(ids: Iterable<number>): void {
    const gone = new Set(ids);
    const without = (order: Order): Order => {
      const kept = [...order.ids].sort(([a], [b]) => a - b);
      let shift = 0;
      const map = new Map<number, number>();
      for (const [position, id] of kept) {
        if (gone.has(id)) shift++;
        else map.set(position - shift, id);
      }
      return { ...order, total: order.total - shift, ids: map };
    };
    this.shown.value = without(this.shown.value);
    if (this.next) this.next = without(this.next);
    this.mark();
  }

  /** Changes loaded rows at once; gives what they were. */
  patch(ids: Iterable<number>, change: Partial<ChatRow>): ChatRow[] {
    const before: ChatRow[] = [];
    batch(() => {
      for (const id of ids) {
        const row = this.rows.get(id);
        if (!row) continue;
        before.push(row.value);
        row.value = { ...row.value, ...change };
      }
    });
    return before;
  }

  /** Follows the live feed: rows at once, the order when things are quiet. */
  apply(event: LiveEvent): void {
    if (event.type === "reset") {
      this.mark();
    } else if (event.type === "gone") {
      this.mark();
    } else if (event.type === "rows") {
      for (const row of event.rows) {
        const known = this.rows.get(row.id);
        if (known && event.seq > this.shown.value.seq) known.value = row;
      }
      this.mark();
    } else if (event.type === "change" && /^(chat|message|customer|draft)\./.test(event.kind)) {
      const { id, patch } = rowPatch(event);
      const row = id === null ? undefined : this.rows.get(id);
      if (row && event.seq > this.shown.value.seq) row.value = { ...row.value, ...patch };
      this.mark();
    }
  }

  /** Asks again for what is seen, and for the counts, as soon as that makes sense. */
  mark(): void {
    this.isDirty = true;
    this.cancel?.();
    const now = this.world.nowMs();
    const wait = Math.max(QUIET_MS, this.askedMs + PERIOD_MS - now) + 100 * this.world.random();
    this.cancel = this.world.later(wait, () => {
      this.cancel = null;
      void this.refresh();
    });
  }

  /** Asks again, unless nobody looks: then once somebody does. */
  async refresh(): Promise<void> {
    if (!this.world.isSeen()) {
      this.isDirty = true;
      return;
    }
    this.isDirty = false;
    const { from, to } = this.visible;
    const start = Math.max(0, Math.min(from, to - 1) - 10);
    await this.ask({ offset: start }, Math.min(100, Math.max(PAGE, to - start + 10)), true);
  }

  /** Shows the newest order at once, because this agent did something that brings chats back. */
  async renew(): Promise<void> {
    await this.refresh();
    this.adopt();
  }

  /** The page can be seen again. */
  seen(): void {
    if (this.isDirty) this.mark();
  }

  private async ask(at: Asked["at"], limit: number, isWindow: boolean): Promise<void> {
    const run = this.run;
    this.askedMs = this.world.nowMs();
    const counts = isWindow ? this.counted : [];
    const asked = { view: this.view.value, sort: this.sort.value, at, limit, counts };
    let answer: ListAnswer;
    try {
      answer = await this.world.ask(asked);
    } catch (failure) {
      if (run !== this.run) return;
      batch(() => {
        this.failure.value = failure;
        if (this.state.value === "loading") this.state.value = "failed";
      });
      return;
    }
    if (run !== this.run) return;
    batch(() => {
      this.keep(answer);
      if (counts.length > 0) {
        this.counts.value = new Map(
          counts.map((view, n) => [viewKey(view), answer.counts[n] ?? 0] as const),
        );
      }
      this.asOfMs.value = this.world.nowMs();
      this.failure.value = null;
      const order = window(answer);
      if (this.state.value !== "ready") {
        this.next = null;
        this.shown.value = order;
        this.state.value = "ready";
      } else if (isWindow) {
        this.propose(order);
      } else {
        this.shown.value = merged(this.shown.value, order);
      }
    });
  }

  private keep(answer: ListAnswer): void {
    for (const row of answer.rows) {
      const known = this.rows.get(row.id);
      if (known) known.value = row;
      else this.rows.set(row.id, signal(row));
    }
  }

  private propose(order: Order): void {
    if (order.seq < this.shown.value.seq) return;
    const { ids } = this.shown.value;
    const positions = new Map([...ids].map(([position, id]) => [id, position]));
    const isSame =
      order.total === this.shown.value.total &&
      [...order.ids].every(([position, id]) => positions.get(id) === position);
    const fresh = arrivals([...order.ids.values()].map(id => positions.get(id)));
    // Rows that only come in below move nothing.
    const isStill =
      order.total >= this.shown.value.total &&
      [...order.ids].every(
        ([position, id]) =>
          (ids.get(position) ?? id) === id && (positions.get(id) ?? position) === position,
      );
    if (isSame) {
      this.next = null;
      this.fresh.value = 0;
      this.shown.value = { ...merged(this.shown.value, order), seq: order.seq };
    } else if (this.isHeld && !isStill) {
      this.next = order;
      this.fresh.value = fresh;
    } else {
      this.next = null;
      this.fresh.value = 0;
      this.shown.value = order;
    }
  }
}

function window(answer: ListAnswer): Order {
  const ids = new Map(answer.rows.map((row, at) => [answer.offset + at, row.id] as const));
  return { seq: answer.seq, total: answer.total, ids };
}

/** An order with more positions; a chat that both have stays where the newer one has it. */
function merged(order: Order, more: Order): Order {
  const there = new Set(more.ids.values());
  const ids = new Map([...order.ids].filter(([, id]) => !there.has(id)));
  for (const [position, id] of more.ids) ids.set(position, id);
  return { seq: order.seq, total: more.total, ids };
}

/**
 * How many rows come in or move up, given each row's position before: what is not in the longest
 * run that kept its order. Rows that only move because others left do not count.
 */
export function arrivals(before: (number | undefined)[]): number {
  // The least end of a run of each length.
  const ends: number[] = [];
  for (const position of before) {
    if (position === undefined) continue;
    let at = ends.findIndex(end => end >= position);
    if (at < 0) at = ends.length;
    ends[at] = position;
  }
  // A row that was not loaded came in only if a known one stands behind it.
  const last = before.findLastIndex(it => it !== undefined);
  const counted = before.slice(0, last + 1);
  return counted.length - ends.length;
}

/** A view as a key of maps. */
export function viewKey(view: View): string {
  return typeof view === "string" ? view : JSON.stringify(view);
}
