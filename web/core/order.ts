// The order of a list of chats, of which only some windows are loaded.

import { arrivals } from "./arrivals.ts";
import type { ListAnswer } from "./shapes.ts";

/** The loaded part of a list's order: the chat at each position. */
export interface Order {
  seq: number;
  total: number;
  ids: ReadonlyMap<number, number>;
}

export const EMPTY: Order = { seq: 0, total: 0, ids: new Map() };

/** The differences of a newer order from the shown order. */
interface Compared {
  /** True if each chat of the newer order is at its shown position, and the totals are equal. */
  isSame: boolean;
  /** True if no shown chat moves: chats only come in below. */
  isStill: boolean;
  /** The number of chats that come in or move up. */
  fresh: number;
}

/** The part of the order that an answer of the server has. */
export function windowOf(answer: ListAnswer): Order {
  const ids = new Map(answer.rows.map((row, at) => [answer.offset + at, row.id] as const));
  return { seq: answer.seq, total: answer.total, ids };
}

/**
 * Adds the positions of `more` to an order. A chat or a position in both gets what the newer says.
 */
export function merged(order: Order, more: Order): Order {
  const [older, newer] = more.seq < order.seq ? [more, order] : [order, more];
  const there = new Set(newer.ids.values());
  const ids = new Map([...older.ids].filter(([, id]) => !there.has(id)));
  for (const [position, id] of newer.ids) ids.set(position, id);
  return { seq: order.seq, total: newer.total, ids };
}

/** Removes chats from an order; the chats below move up. */
export function without(order: Order, gone: ReadonlySet<number>): Order {
  const ids = new Map<number, number>();
  let shift = 0;
  for (const [position, id] of [...order.ids].sort(([a], [b]) => a - b)) {
    if (gone.has(id)) shift++;
    else ids.set(position - shift, id);
  }
  return { ...order, total: order.total - shift, ids };
}

export function compared(shown: Order, newer: Order): Compared {
  const positions = new Map([...shown.ids].map(([position, id]) => [id, position]));
  const all = [...newer.ids];
  return {
    isSame:
      newer.total === shown.total && all.every(([position, id]) => positions.get(id) === position),
    isStill:
      newer.total >= shown.total &&
      all.every(
        ([position, id]) =>
          (shown.ids.get(position) ?? id) === id && (positions.get(id) ?? position) === position,
      ),
    fresh: arrivals(all.map(([, id]) => positions.get(id))),
  };
}
