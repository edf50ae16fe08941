// The loaded rows of a list, by the ids of their chats. Rows that are not in the list's order any
// more stay for a while, since a selection may still need them.

import { batch, type Signal, signal } from "@preact/signals";
import type { Order } from "./order.ts";
import type { ChatRow, ListAnswer } from "./shapes.ts";

/** A loaded row, and the position in the server's log up to which it is known. */
interface Held {
  row: Signal<ChatRow>;
  seq: number;
}

/**
 * The maximal number of rows in memory that are in no order: as many as an agent can select at
 * once, since the menus of a selection read these rows. Without a limit, the row of every chat of a
 * long day would stay in memory.
 */
export const SPARE_ROWS_MAX = 1_000;

export class Rows {
  /** The rows of the newest answer are at the end. */
  private readonly held = new Map<number, Held>();

  get(id: number): Signal<ChatRow> | undefined {
    return this.held.get(id)?.row;
  }

  /**
   * Takes the rows of an answer, except those of which something newer is known. Drops the oldest
   * rows that are in none of the orders, if there are more than `SPARE_ROWS_MAX`.
   */
  keep({ rows, seq }: ListAnswer, orders: Order[]): void {
    for (const row of rows) {
      const held = this.held.get(row.id) ?? { row: signal(row), seq };
      if (seq >= held.seq) {
        held.row.value = row;
        held.seq = seq;
      }
      this.held.delete(row.id);
      this.held.set(row.id, held);
    }
    if (this.held.size <= SPARE_ROWS_MAX) return;
    const needed = new Set(orders.flatMap(order => [...order.ids.values()]));
    const spare = [...this.held.keys()].filter(id => !needed.has(id));
    for (const id of spare.slice(0, Math.max(0, spare.length - SPARE_ROWS_MAX)))
      this.held.delete(id);
  }

  /** Applies a change with a position in the server's log to a row, if the row is loaded. */
  update(id: number, seq: number, change: (row: ChatRow) => ChatRow): void {
    const held = this.held.get(id);
    if (!held) return;
    held.row.value = change(held.row.value);
    held.seq = Math.max(held.seq, seq);
  }

  /**
   * Applies a change to all of these rows that are loaded, in one batch. Returns these rows as they
   * were before.
   */
  patch(ids: Iterable<number>, change: Partial<ChatRow>): ChatRow[] {
    const before: ChatRow[] = [];
    batch(() => {
      for (const id of ids) {
        const row = this.get(id);
        if (!row) continue;
        before.push(row.value);
        row.value = { ...row.value, ...change };
      }
    });
    return before;
  }

  /** Forgets the positions of the rows, since the server's log began anew. */
  reset(): void {
    for (const held of this.held.values()) held.seq = 0;
  }
}
