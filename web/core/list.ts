// The list of chats of one view: rows by id, an order by position of which only some windows are
// loaded, and exact counts. The order never changes while the list is held, by the pointer or the
// focus: a newer order waits, and the page shows how many rows it would bring.

import { batch, type Signal, signal } from "@preact/signals";
import { Failure } from "./http.ts";
import type { LiveEvent } from "./live.ts";
import { compared, EMPTY, merged, type Order, windowOf, without } from "./order.ts";
import { rowPatch } from "./patch.ts";
import { Rows } from "./rows.ts";
import type { ChatRow, ListAnswer, Sort, View } from "./shapes.ts";

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
  /** Tells whether the page is visible. */
  isSeen(): boolean;
}

/** The number of rows in a page, the unit in which rows are requested. */
const PAGE = 50;
/** The maximal number of rows in one answer of the server. */
const WINDOW_MAX = 100;
/**
 * The time without events after which the visible rows of the list are requested again, in
 * milliseconds.
 */
const QUIET_MS = 300;
/**
 * The shortest time between two requests that events cause, in milliseconds. Also the longest time
 * from the first event to its request, where events never pause; with `SPREAD_MS`, a second. A
 * server that needs longer for an answer is asked again when it has answered.
 */
const PERIOD_MS = 900;
/** The longest random delay of a request, which keeps agents from asking all at once. */
const SPREAD_MS = 100;

export class ListStore {
  readonly view: Signal<View>;
  readonly sort: Signal<Sort>;
  readonly shown: Signal<Order> = signal(EMPTY);
  /** The number of rows that the newest order, which is not shown yet, would add or move up. */
  readonly fresh: Signal<number> = signal(0);
  readonly counts: Signal<ReadonlyMap<string, number>> = signal(new Map());
  readonly state: Signal<"loading" | "ready" | "failed"> = signal("loading");
  readonly failure: Signal<unknown> = signal(null);
  /**
   * True if a request that succeeded before is now invalid, as after an upgrade of the server.
   */
  readonly isOutdated: Signal<boolean> = signal(false);
  /** The time of the server's last answer with rows, in milliseconds. */
  readonly asOfMs: Signal<number> = signal(0);

  private readonly rows = new Rows();
  private next: Order | null = null;
  private isHeld = false;
  private visible = { from: 0, to: PAGE };
  private counted: View[] = [];
  private loading = new Set<number>();
  private cancel: (() => void) | null = null;
  private askedMs = Number.NEGATIVE_INFINITY;
  /** The time of the first event that the next request is for; null if no request is due. */
  private markedMs: number | null = null;
  private isDirty = false;
  /** The number of requests for the visible rows of this view that are not answered yet. */
  private asking = 0;
  /** The position in the server's log of the counts. */
  private countsSeq = 0;
  private run = 0;

  constructor(
    private readonly world: ListWorld,
    view: View,
    sort: Sort = "waiting",
  ) {
    this.view = signal(view);
    this.sort = signal(sort);
  }

  /** The row of a chat, if it is loaded. */
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

  /**
   * The chat `step` rows below the chat `id`, if loaded; the first chat if `id` is not in the list.
   */
  neighbour(id: number | null, step: number): number | undefined {
    const from = id === null ? undefined : this.position(id);
    if (from === undefined) return this.at(0);
    return this.at(from + step);
  }

  /** Shows another view or sort. The old rows stay until the new rows have arrived. */
  async show(view: View, sort: Sort = this.sort.value, around?: number): Promise<void> {
    this.run++;
    this.asking = 0;
    this.loading.clear();
    batch(() => {
      this.view.value = view;
      this.sort.value = sort;
      this.state.value = "loading";
      this.isOutdated.value = false;
      this.fresh.value = 0;
    });
    this.next = null;
    this.visible = { from: 0, to: PAGE };
    await this.ask(around === undefined ? { offset: 0 } : { around }, PAGE, true);
  }

  /** Sets the views whose numbers of chats are requested with the rows. */
  count(views: View[]): void {
    this.counted = views;
  }

  /** Records which positions of the list are on the screen, and loads the missing rows. */
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

  /**
   * Loads the first `most` rows of the view and returns their ids. Returns an empty list if another
   * view was requested meanwhile.
   */
  async first(most: number): Promise<number[]> {
    const run = this.run;
    const ids = new Set<number>();
    for (let offset = 0, total = most; offset < Math.min(most, total); offset += WINDOW_MAX) {
      const limit = Math.min(WINDOW_MAX, most - offset);
      const at = { offset };
      const asked = { view: this.view.value, sort: this.sort.value, at, limit, counts: [] };
      const answer = await this.world.ask(asked);
      if (run !== this.run) return [];
      this.keep(answer);
      total = answer.total;
      for (const { id } of answer.rows) ids.add(id);
    }
    return [...ids];
  }

  /** Freezes the shown order, or unfreezes it and shows the newest order. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    if (!isHeld) this.adopt();
  }

  /** Shows the newest order, if it differs from the shown order. */
  adopt(): void {
    const next = this.next;
    this.next = null;
    batch(() => {
      this.fresh.value = 0;
      if (next) this.shown.value = next;
    });
  }

  /**
   * Removes chats from the list at once, after an action of this agent that takes these chats out
   * of the view.
   */
  remove(ids: Iterable<number>): void {
    const gone = new Set(ids);
    this.shown.value = without(this.shown.value, gone);
    if (this.next) this.next = without(this.next, gone);
    this.mark();
  }

  /** Applies a change to all of these rows that are loaded; see `Rows.patch`. */
  patch(ids: Iterable<number>, change: Partial<ChatRow>): ChatRow[] {
    return this.rows.patch(ids, change);
  }

  /** Applies a live event: rows change at once, their order changes after a pause. */
  apply(event: LiveEvent): void {
    if (event.type === "reset") {
      // The log may have begun anew, as after a backup was restored.
      this.rows.reset();
      this.countsSeq = 0;
      this.shown.value = { ...this.shown.value, seq: 0 };
      this.mark();
    } else if (event.type === "gone") {
      this.mark();
    } else if (event.type === "rows") {
      for (const row of event.rows) this.update(row.id, event.seq, () => row);
      this.mark();
    } else if (event.type === "change" && /^(chat|message|customer|draft)\./.test(event.kind)) {
      const { id, patch } = rowPatch(event);
      if (id !== null) this.update(id, event.seq, row => ({ ...row, ...patch }));
      this.mark();
    }
  }

  /**
   * Schedules a request for the visible rows and the counts: after a pause in the events, or, where
   * events never pause, a second after the first of them. Never a second request while the first is
   * not answered.
   */
  mark(): void {
    this.isDirty = true;
    this.cancel?.();
    const now = this.world.nowMs();
    this.markedMs ??= now;
    const rested = Math.max(now + QUIET_MS, this.askedMs + PERIOD_MS);
    const due = Math.min(rested, this.markedMs + PERIOD_MS) + SPREAD_MS * this.world.random();
    this.cancel = this.world.later(Math.max(0, due - now), () => {
      this.cancel = null;
      this.markedMs = null;
      // The end of the request that is under way schedules the next.
      if (this.asking === 0) void this.refresh();
    });
  }

  /** Requests the visible rows and the counts; waits until the page is visible. */
  async refresh(): Promise<void> {
    if (!this.world.isSeen()) {
      this.isDirty = true;
      return;
    }
    this.isDirty = false;
    this.cancel?.();
    this.cancel = null;
    this.markedMs = null;
    const { from, to } = this.visible;
    const start = Math.max(0, Math.min(from, to - 1) - 10);
    await this.ask({ offset: start }, Math.min(WINDOW_MAX, Math.max(PAGE, to - start + 10)), true);
  }

  /**
   * Requests the newest order and shows it at once, after an action of this agent that brings chats
   * back.
   */
  async renew(): Promise<void> {
    await this.refresh();
    this.adopt();
  }

  /** Called when the page becomes visible. */
  seen(): void {
    if (this.isDirty) this.mark();
  }

  private async ask(at: Asked["at"], limit: number, isWindow: boolean): Promise<void> {
    const run = this.run;
    if (isWindow) this.asking++;
    try {
      await this.answer(at, limit, isWindow);
    } finally {
      if (isWindow && run === this.run) {
        this.asking--;
        if (this.isDirty && this.asking === 0 && !this.cancel) this.mark();
      }
    }
  }

  private async answer(at: Asked["at"], limit: number, isWindow: boolean): Promise<void> {
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
        // A question that the server refuses is refused again until the page is a newer one.
        const isRefused = failure instanceof Failure && failure.status === 400;
        if (isRefused && this.state.value === "ready") this.isOutdated.value = true;
        if (isRefused || this.state.value === "loading") this.state.value = "failed";
      });
      return;
    }
    if (run !== this.run) return;
    batch(() => {
      this.keep(answer);
      if (counts.length > 0 && answer.seq >= this.countsSeq) {
        this.countsSeq = answer.seq;
        this.counts.value = new Map(
          counts.map((view, n) => [viewKey(view), answer.counts[n] ?? 0] as const),
        );
      }
      this.asOfMs.value = this.world.nowMs();
      this.failure.value = null;
      this.isOutdated.value = false;
      const order = windowOf(answer);
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

  /** Keeps the rows of an answer, beside those of the shown order and of the newest. */
  private keep(answer: ListAnswer): void {
    this.rows.keep(answer, [this.shown.value, this.next ?? EMPTY]);
  }

  /** Applies an event to a row, if it is loaded and does not have the event yet. */
  private update(id: number, seq: number, change: (row: ChatRow) => ChatRow): void {
    if (seq > this.shown.value.seq) this.rows.update(id, seq, change);
  }

  /** Shows a newer order; while the list is held, only an order that moves no shown row. */
  private propose(order: Order): void {
    const shown = this.shown.value;
    if (order.seq < shown.seq) return;
    const { isSame, isStill, fresh } = compared(shown, order);
    if (!isSame && this.isHeld && !isStill) {
      this.next = order;
      this.fresh.value = fresh;
      return;
    }
    this.next = null;
    this.fresh.value = 0;
    this.shown.value = isSame ? { ...merged(shown, order), seq: order.seq } : order;
  }
}

/** Converts a view to a text that identifies the view as the key of a map. */
export function viewKey(view: View): string {
  return typeof view === "string" ? view : JSON.stringify(view);
}
