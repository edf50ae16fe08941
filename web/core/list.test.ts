import { describe, expect, it } from "vitest";
import { arrivals } from "./arrivals.ts";
import { Failure } from "./http.ts";
import { type Asked, ListStore } from "./list.ts";
import { SPARE_ROWS_MAX } from "./rows.ts";
import type { ChatRow, ListAnswer } from "./shapes.ts";

function row(id: number): ChatRow {
  return {
    id,
    status: "opened",
    assignee: null,
    department: null,
    unread: false,
    waitingSince: null,
    lastMessageAt: 1,
    createdAt: 1,
    snoozedUntil: null,
    rating: null,
    customer: { id: id + 1000, name: `Customer ${id}` },
    tags: [],
    draft: null,
    lastMessageAgent: null,
    preview: "…",
  };
}

/** A fake server with a sorted list of chats and a clock that tests set. */
class Fake {
  order: number[] = [];
  seq = 1;
  asked: Asked[] = [];
  /** The failure of every request, if there is one. */
  trouble: Failure | null = null;
  nowMs = 0;
  isSeen = true;
  chance = 0;
  /** The answers that are held back, the oldest first, if answers are held back. */
  held: (() => void)[] | null = null;
  private timers: { at: number; work: () => void }[] = [];

  readonly world = {
    ask: async (asked: Asked): Promise<ListAnswer> => {
      this.asked.push(asked);
      if (this.trouble) throw this.trouble;
      let offset = "offset" in asked.at ? asked.at.offset : 0;
      if ("around" in asked.at) {
        offset = Math.max(0, this.order.indexOf(asked.at.around) - Math.floor(asked.limit / 2));
      }
      const rows = this.order.slice(offset, offset + asked.limit).map(row);
      const counts = asked.counts.map(() => this.order.length);
      const answer = { seq: this.seq, total: this.order.length, offset, rows, counts };
      const { held } = this;
      if (held) await new Promise<void>(done => held.push(done));
      return answer;
    },
    nowMs: () => this.nowMs,
    random: () => this.chance,
    isSeen: () => this.isSeen,
    later: (ms: number, work: () => void) => {
      const timer = { at: this.nowMs + ms, work };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter(it => it !== timer);
      };
    },
  };

  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.timers.filter(it => it.at <= this.nowMs);
    this.timers = this.timers.filter(it => it.at > this.nowMs);
    for (const timer of due) timer.work();
    await new Promise(done => setTimeout(done));
  }
}

function change(seq: number, id: number, more: Record<string, unknown> = {}) {
  const object = { id, ...more };
  return {
    type: "change",
    seq,
    kind: "chat.updated",
    at: 1,
    object,
    actor: { type: "key" },
  } as const;
}

async function listed(count: number) {
  const fake = new Fake();
  fake.order = Array.from({ length: count }, (_, at) => at + 1);
  const list = new ListStore(fake.world, "mine");
  list.count(["mine", "all"]);
  await list.show("mine");
  return { fake, list };
}

const ids = (list: ListStore) =>
  [...list.shown.value.ids].sort(([a], [b]) => a - b).map(([, id]) => id);

describe("the list", () => {
  it("loads windows of any depth when they are looked at, each once", async () => {
    const { fake, list } = await listed(100_000);
    expect(list.shown.value.total).toBe(100_000);
    await Promise.all([list.look(73_210, 73_230), list.look(73_210, 73_230)]);
    expect(list.at(73_220)).toBe(73_221);
    expect(fake.asked).toHaveLength(2);
  });

  it("says at once that the server refuses what an older page asks, and not what is busy", async () => {
    const { fake, list } = await listed(3);
    for (const [status, state, isOutdated] of [
      [503, "ready", false],
      [400, "failed", true],
    ] as const) {
      fake.trouble = new Failure(status, []);
      await list.refresh();
      expect([list.state.value, list.isOutdated.value]).toEqual([state, isOutdated]);
    }
    fake.trouble = null;
    await list.refresh();
    expect([list.state.value, list.isOutdated.value]).toEqual(["ready", false]);
  });

  it("does not call itself outdated for a view that the server never answered", async () => {
    const { fake, list } = await listed(3);
    fake.trouble = new Failure(400, []);
    for (const ask of [() => list.show("all"), () => list.refresh()]) {
      await ask();
      expect([list.state.value, list.isOutdated.value]).toEqual(["failed", false]);
    }
  });

  it("gives the first chats of the view with their rows, and not more than are wanted", async () => {
    const { fake, list } = await listed(250);
    expect(await list.first(1_000)).toEqual(fake.order);
    expect(list.row(250)?.value.id).toBe(250);
    expect(fake.asked.slice(1).map(it => it.at)).toEqual([
      { offset: 0 },
      { offset: 100 },
      { offset: 200 },
    ]);
    expect(await list.first(120)).toEqual(fake.order.slice(0, 120));
    // What is shown stays as it is.
    expect(list.shown.value.ids.size).toBe(50);
  });

  it("gives no chats of a view that was left meanwhile", async () => {
    const { list } = await listed(250);
    const first = list.first(1_000);
    await list.show("all");
    expect(await first).toEqual([]);
  });

  it("patches a loaded row at once and asks again when things are quiet", async () => {
    const { fake, list } = await listed(10);
    for (let n = 0; n < 5; n++) {
      fake.seq++;
      list.apply(change(fake.seq, 3, { readByAgent: false }));
    }
    expect(list.row(3)?.value.unread).toBe(true);
    await fake.pass(299);
    expect(fake.asked).toHaveLength(1);
    await fake.pass(1_000);
    expect(fake.asked).toHaveLength(2);
    expect(fake.asked[1]?.counts).toEqual(["mine", "all"]);
  });

  it.each([
    [0, [900, 1_800, 2_700, 3_600, 4_500]],
    [1, [1_000, 2_000, 3_000, 4_000]],
  ])("asks within a second while events never pause, and not more often", async (chance, due) => {
    const { fake, list } = await listed(10);
    fake.chance = chance;
    const askedMs: number[] = [];
    for (let known = fake.asked.length; fake.nowMs < 5_000; await fake.pass(100)) {
      if (fake.asked.length > known) askedMs.push(fake.nowMs);
      known = fake.asked.length;
      list.apply(change(++fake.seq, 3));
    }
    expect(askedMs).toEqual(due);
  });

  it("asks once while the server does not answer, and again when it has", async () => {
    const { fake, list } = await listed(10);
    fake.held = [];
    for (let n = 0; n < 100; n++) {
      list.apply(change(++fake.seq, 3));
      await fake.pass(100);
    }
    expect(fake.asked).toHaveLength(2);
    await fake.pass(10_000);
    fake.held.pop()?.();
    for (let n = 0; n < 10; n++) await fake.pass(1_000);
    expect(fake.asked).toHaveLength(3);
    // Nothing happened since: the last answer ends it.
    fake.held.pop()?.();
    for (let n = 0; n < 10; n++) await fake.pass(1_000);
    expect(fake.asked).toHaveLength(3);
  });

  it("asks for another view at once, whatever the view before waits for", async () => {
    const { fake, list } = await listed(10);
    fake.held = [];
    const slow = list.show("all");
    const { held } = fake;
    fake.held = null;
    await list.show("mine");
    list.mark();
    await fake.pass(2_000);
    expect(fake.asked.map(it => it.view)).toEqual(["mine", "all", "mine", "mine"]);
    held.pop()?.();
    await slow;
    expect(list.view.value).toBe("mine");
  });

  it("never takes rows, an order or counts back to an older answer", async () => {
    const { fake, list } = await listed(60);
    fake.held = [];
    const { held } = fake;
    const window = list.renew();
    const page = list.look(50, 60);
    await list.look(0, 50);
    fake.held = null;
    fake.order = [70, ...fake.order.slice(0, 40)];
    fake.seq = 2;
    await list.renew();
    list.apply({ type: "rows", seq: 3, rows: [{ ...row(70), preview: "newest" }] });
    list.apply({ type: "rows", seq: 3, rows: [{ ...row(3), preview: "newest" }] });
    for (const answer of held) answer();
    await Promise.all([window, page]);
    const { total, ids } = list.shown.value;
    expect([total, ids.get(0), ids.get(1)]).toEqual([41, 70, 1]);
    expect(list.row(3)?.value.preview).toBe("newest");
    expect(list.counts.value.get("mine")).toBe(41);
  });

  it("takes what a server answers whose log began anew", async () => {
    const { fake, list } = await listed(3);
    fake.seq = 100;
    await list.refresh();
    fake.seq = 5;
    fake.order = [7, 8];
    list.apply({ type: "reset" });
    await fake.pass(2_000);
    expect([ids(list), list.counts.value.get("mine")]).toEqual([[7, 8], 2]);
  });

  it("does not ask a second time for what an action has just asked for", async () => {
    const { fake, list } = await listed(3);
    list.apply(change(++fake.seq, 3));
    await fake.pass(100);
    await list.renew();
    await fake.pass(2_000);
    expect(fake.asked).toHaveLength(2);
  });

  it("ignores events that its window already has", async () => {
    const { list } = await listed(10);
    list.apply(change(1, 3, { readByAgent: false }));
    expect(list.row(3)?.value.unread).toBe(false);
  });

  it("does not move under the hand", async () => {
    const { fake, list } = await listed(5);
    list.hold(true);
    fake.order = [9, 5, 1, 2, 3, 4];
    fake.seq = 2;
    list.apply(change(2, 9));
    await fake.pass(2_000);
    expect(ids(list)).toEqual([1, 2, 3, 4, 5]);
    expect(list.fresh.value).toBe(2);
    list.adopt();
    expect(ids(list)).toEqual([9, 5, 1, 2, 3, 4]);
    expect(list.fresh.value).toBe(0);
  });

  it("takes in below the last row what moves no other, even under the hand", async () => {
    const { fake, list } = await listed(3);
    list.hold(true);
    fake.order = [1, 2, 3, 4];
    fake.seq = 2;
    list.mark();
    await fake.pass(2_000);
    expect([ids(list), list.fresh.value]).toEqual([[1, 2, 3, 4], 0]);
  });

  it("shows at once what its own agent brought back", async () => {
    const { fake, list } = await listed(3);
    list.hold(true);
    fake.order = [9, 1, 2, 3];
    fake.seq = 2;
    await list.renew();
    expect(ids(list)).toEqual([9, 1, 2, 3]);
  });

  it("takes the new order when the hand is away", async () => {
    const { fake, list } = await listed(5);
    list.hold(true);
    fake.order = [5, 1, 2, 3, 4];
    fake.seq = 2;
    list.mark();
    await fake.pass(2_000);
    list.hold(false);
    expect(ids(list)).toEqual([5, 1, 2, 3, 4]);
  });

  it("removes at once what the agent closed, and knows the next", async () => {
    const { list } = await listed(5);
    list.hold(true);
    expect(list.neighbour(2, 1)).toBe(3);
    list.remove([2]);
    expect(ids(list)).toEqual([1, 3, 4, 5]);
    expect(list.shown.value.total).toBe(4);
  });

  it("asks for nothing while nobody looks, and once when somebody does again", async () => {
    const { fake, list } = await listed(5);
    fake.isSeen = false;
    for (let seq = 2; seq < 50; seq++) list.apply(change(seq, 2));
    await fake.pass(10_000);
    expect(fake.asked).toHaveLength(1);
    fake.isSeen = true;
    list.seen();
    await fake.pass(2_000);
    expect(fake.asked).toHaveLength(2);
  });

  it("shows the view that was asked for last, whatever answers first", async () => {
    const fake = new Fake();
    fake.order = [1];
    let release = () => {};
    const gate = new Promise<void>(done => {
      release = done;
    });
    const world = {
      ...fake.world,
      ask: async (asked: Asked) => {
        if (asked.view === "slow") await gate;
        return fake.world.ask(asked);
      },
    };
    const list = new ListStore(world, "slow");
    const slow = list.show("slow");
    fake.order = [2];
    await list.show("fast");
    fake.order = [3];
    release();
    await slow;
    expect([list.view.value, ids(list)]).toEqual(["fast", [2]]);
  });

  it("lets go of the rows of chats that left it long ago", async () => {
    const { fake, list } = await listed(50);
    const last = 5_000;
    for (let newest = 100; newest <= last; newest += 50) {
      fake.order = Array.from({ length: 50 }, (_, at) => newest - at);
      fake.seq++;
      await list.refresh();
    }
    const kept = Array.from({ length: last }, (_, at) => at + 1).filter(id => list.row(id));
    expect(kept).toHaveLength(SPARE_ROWS_MAX + 50);
    expect(kept[0]).toBe(last - SPARE_ROWS_MAX - 49);
  });

  it("keeps the rows of all that it shows, however far somebody scrolls", async () => {
    const { list } = await listed(3 * SPARE_ROWS_MAX);
    for (let at = 0; at < 3 * SPARE_ROWS_MAX; at += 50) await list.look(at, at + 50);
    expect(ids(list)).toHaveLength(3 * SPARE_ROWS_MAX);
    expect(ids(list).filter(id => !list.row(id))).toEqual([]);
  });

  it("keeps no chat twice when windows overlap", async () => {
    const { fake, list } = await listed(200);
    fake.order = [150, ...fake.order.filter(id => id !== 150)];
    await list.look(100, 120);
    await list.look(50, 70);
    const all = ids(list);
    expect(new Set(all).size).toBe(all.length);
  });

  it("counts what comes in or moves up, not what follows because others left", () => {
    expect(arrivals([0, 1, 2])).toBe(0);
    expect(arrivals([1, 2, 3, 4, undefined])).toBe(0);
    expect(arrivals([undefined, undefined, 0, 1])).toBe(2);
    expect(arrivals([4, 0, 1, 2, 3])).toBe(1);
    expect(arrivals([undefined, 4, 0, 1])).toBe(2);
  });

  it("takes rows that the feed brings", async () => {
    const { list } = await listed(5);
    const fresh = { ...row(3), preview: "newer", unread: true };
    list.apply({ type: "rows", seq: 2, rows: [fresh] });
    expect(list.row(3)?.value.preview).toBe("newer");
  });
});
