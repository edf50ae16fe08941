import { describe, expect, it, vi } from "vitest";
import "fake-indexeddb/auto";
import { openDevice } from "./db.ts";
import { type Draft, Drafts, type ServerDraft } from "./drafts.ts";
import type { FileRef } from "./shapes.ts";

let agents = 0;
let now = 1_000;

const entry = (chat: number, text: string) => ({ chat, text, isNote: false, files: [] });

describe("drafts", () => {
  async function drafts(agent: number, aheadMs = 0) {
    const device = await openDevice(agent);
    const stored: [number, Draft | null][] = [];
    const timers: (() => void)[] = [];
    const server = new Map<number, ServerDraft>();
    const way = { back: Promise.resolve() };
    const all = new Drafts(device.table("drafts"), {
      store: async (chat, draft) => {
        stored.push([chat, draft]);
        const atMs = ++now;
        await way.back;
        return atMs;
      },
      find: async chat => server.get(chat) ?? null,
      nowMs: () => ++now + aheadMs,
      later: (_, work) => {
        timers.push(work);
        return () => {
          timers.splice(timers.indexOf(work), 1);
        };
      },
    });
    const due = async () => {
      for (const work of timers.splice(0)) work();
      await new Promise(done => setTimeout(done));
    };
    return { all, stored, timers, server, way, due };
  }

  it("are there again after the page was closed, by chat", async () => {
    const agent = ++agents;
    const one = await drafts(agent);
    await one.all.set(1, { text: "for Marta" });
    await one.all.set(2, { text: "for Zoë", isNote: true });
    const two = await drafts(agent);
    await two.all.resume();
    expect(two.all.get(1).text).toBe("for Marta");
    expect(two.all.get(2)).toMatchObject({ text: "for Zoë", isNote: true });
    const other = await drafts(++agents);
    await other.all.resume();
    expect(other.all.get(1).text).toBe("");
  });

  it("are cleared at once, and what is written meanwhile stays as it is meant", async () => {
    const agent = ++agents;
    const { all } = await drafts(agent);
    await all.set(1, { text: "a note", isNote: true });
    let kept = () => {};
    const cleared = all.clear(1, new Promise<void>(done => (kept = done)));
    expect(all.get(1)).toMatchObject({ text: "", isNote: false });
    const beforeItIsSent = await drafts(agent);
    await beforeItIsSent.all.resume();
    expect(beforeItIsSent.all.get(1).text).toBe("a note");
    await all.set(1, { text: "another note", isNote: true });
    kept();
    await cleared;
    expect(all.get(1)).toMatchObject({ text: "another note", isNote: true });
    const again = await drafts(agent);
    await again.all.resume();
    expect(again.all.get(1)).toMatchObject({ text: "another note", isNote: true });
  });

  it("reach the server once after many key strokes", async () => {
    const { all, stored, timers } = await drafts(++agents);
    for (const text of ["h", "he", "hey"]) await all.set(1, { text });
    expect(timers).toHaveLength(1);
    for (const work of timers.splice(0)) work();
    await new Promise(done => setTimeout(done));
    expect(stored.map(([, draft]) => draft?.text)).toEqual(["hey"]);
    expect(all.stored.value.has(1)).toBe(true);
  });

  it("that were emptied do not come back after a reload, unless it was long ago", async () => {
    const agent = ++agents;
    const one = await drafts(agent);
    await one.all.set(1, { text: "/" });
    for (const work of one.timers.splice(0)) work();
    await new Promise(done => setTimeout(done));
    const atMs = now;
    await one.all.set(1, { text: "" });
    // The page is closed before the server hears of it.
    const two = await drafts(agent);
    await two.all.resume();
    await two.all.meet(1, "/", false, atMs);
    expect([two.all.get(1).text, two.all.emptied.value.has(1)]).toEqual(["", true]);
    const late = await drafts(agent, 120_000);
    await late.all.resume();
    await late.all.meet(1, "/", false, atMs);
    expect([late.all.get(1).text, late.all.emptied.value.has(1)]).toEqual(["/", false]);
    await late.all.set(1, { text: "" });
    const three = await drafts(agent, 120_000);
    await three.all.resume();
    for (const work of three.timers.splice(0)) work();
    await vi.waitFor(() => expect(three.all.emptied.value.size).toBe(0));
    expect(three.stored).toEqual([[1, null]]);
    const four = await drafts(agent, 120_000);
    await four.all.resume();
    expect([four.timers.length, four.all.emptied.value.size]).toEqual([0, 0]);
  });

  it.each(["opens", "does not open"])("of another device stay when it %s the chat", async word => {
    const agent = ++agents;
    const laptop = await drafts(agent);
    await laptop.all.set(1, { text: "begun" });
    await laptop.due();
    await laptop.all.set(1, { text: "" });
    // The page is closed before the server hears of it, and the phone begins anew.
    const phone = { text: "from the phone", isNote: false, atMs: ++now };
    const again = await drafts(agent);
    again.server.set(1, phone);
    await again.all.resume();
    if (word === "opens") await again.all.meet(1, phone.text, false, phone.atMs);
    await again.due();
    await vi.waitFor(() => expect(again.all.get(1).text).toBe("from the phone"));
    expect([again.stored, again.all.emptied.value.has(1)]).toEqual([[], false]);
  });

  it("that were emptied while the server stored them do not come back either", async () => {
    const agent = ++agents;
    const one = await drafts(agent);
    await one.all.set(1, { text: "/" });
    let answer = () => {};
    one.way.back = new Promise<void>(done => {
      answer = done;
    });
    await one.due();
    const atMs = now;
    await one.all.set(1, { text: "" });
    answer();
    const table = (await openDevice(agent)).table<Draft>("drafts");
    await vi.waitFor(async () => expect((await table.get("1"))?.knownMs).toBe(atMs));
    const two = await drafts(agent);
    two.server.set(1, { text: "/", isNote: false, atMs });
    await two.all.resume();
    await two.due();
    await vi.waitFor(() => expect(two.stored).toEqual([[1, null]]));
    expect(two.all.get(1).text).toBe("");
  });

  it("that are written while the device is read, or in another tab, are not removed", async () => {
    const agent = ++agents;
    const one = await drafts(agent);
    for (const chat of [1, 2]) {
      await one.all.set(chat, { text: "/" });
      await one.all.set(chat, { text: "" });
    }
    const two = await drafts(agent, 120_000);
    const resumed = two.all.resume();
    await two.all.set(1, { text: "written meanwhile" });
    await resumed;
    expect(two.all.get(1).text).toBe("written meanwhile");
    await one.all.set(2, { text: "" });
    const three = await drafts(agent);
    let isRead = false;
    three.all.all.subscribe(() => {
      if (isRead) void three.all.set(2, { text: "written just after" });
      isRead = false;
    });
    isRead = true;
    await three.all.resume();
    expect(three.all.emptied.value.has(2)).toBe(false);
    expect(three.all.get(2).text).toBe("written just after");
    const tab = await drafts(agent);
    await tab.all.resume();
    await tab.due();
    await vi.waitFor(() => expect(tab.all.emptied.value.size).toBe(0));
    expect(tab.all.get(1).text).toBe("written meanwhile");
    // An emptied one of this tab, and a new one of the other.
    await one.all.set(2, { text: "in the other tab" });
    const third = await drafts(agent);
    await third.all.set(3, { text: "/" });
    await third.all.set(3, { text: "" });
    await one.all.set(3, { text: "in the other tab" });
    await third.due();
    await vi.waitFor(() => expect(third.all.emptied.value.size).toBe(0));
    const table = (await openDevice(agent)).table<Draft>("drafts");
    expect((await table.get("3"))?.text).toBe("in the other tab");
  });

  it("that were sent are told apart until the server has heard so", async () => {
    const { all, timers } = await drafts(++agents);
    await all.set(1, { text: "on its way" });
    expect(all.emptied.value.has(1)).toBe(false);
    await all.clear(1);
    expect(all.emptied.value.has(1)).toBe(true);
    for (const work of timers.splice(0)) work();
    await new Promise(done => setTimeout(done));
    expect(all.emptied.value.has(1)).toBe(false);
    await all.clear(1);
    await all.set(1, { text: "begun again" });
    expect(all.emptied.value.has(1)).toBe(false);
  });

  it("do not come back from an older answer once they were sent", async () => {
    const { all, timers } = await drafts(++agents);
    await all.set(1, { text: "on its way" });
    const { atMs } = all.get(1);
    await all.clear(1);
    // The server has not heard yet that the draft was sent.
    await all.meet(1, "on its way", false, Number.MAX_SAFE_INTEGER);
    expect(all.get(1).text).toBe("");
    for (const work of timers.splice(0)) work();
    await new Promise(done => setTimeout(done));
    // And this answer is older.
    await all.meet(1, "on its way", false, atMs);
    expect(all.get(1).text).toBe("");
    await all.meet(1, "begun elsewhere", false, Number.MAX_SAFE_INTEGER);
    expect(all.get(1).text).toBe("begun elsewhere");
  });

  it.each([-3_600_000, 3_600_000])("compare times of the server alone, %d ms off", async off => {
    const { all, timers } = await drafts(++agents, off);
    const stored = async () => {
      for (const work of timers.splice(0)) work();
      await new Promise(done => setTimeout(done));
    };
    await all.set(1, { text: "on its way" });
    await stored();
    const storedMs = now;
    await all.clear(1);
    await stored();
    await all.meet(1, "on its way", false, storedMs);
    expect(all.get(1).text).toBe("");
    await all.meet(1, "begun elsewhere", false, now + 1);
    expect(all.get(1).text).toBe("begun elsewhere");
  });

  it("take the server's only when it is newer and nobody types here", async () => {
    const { all, timers } = await drafts(++agents);
    await all.set(1, { text: "mine" });
    await all.meet(1, "theirs", false, Number.MAX_SAFE_INTEGER);
    expect(all.get(1).text).toBe("mine");
    for (const work of timers.splice(0)) work();
    await new Promise(done => setTimeout(done));
    await all.meet(1, "theirs", false, Number.MAX_SAFE_INTEGER);
    expect(all.get(1).text).toBe("theirs");
  });

  it("take up what was not sent, with all files, and as a note if either side was one", async () => {
    const { all } = await drafts(++agents);
    const file = (id: number) => ({ id, name: `${id}.png` }) as unknown as FileRef;
    await all.takeUp({ ...entry(1, "a note"), isNote: true, files: [file(1)] });
    expect(all.get(1)).toMatchObject({ text: "a note", isNote: true, files: [file(1)] });
    await all.set(2, { text: "begun as a note", isNote: true, files: [file(2)] });
    await all.takeUp({ ...entry(2, "overtaken"), files: [file(1)] });
    expect(all.get(2)).toMatchObject({
      text: "overtaken\n\nbegun as a note",
      isNote: true,
      files: [file(1), file(2)],
    });
    await all.set(3, { text: "begun as a reply" });
    await all.takeUp({ ...entry(3, "a note"), isNote: true });
    expect(all.get(3)).toMatchObject({ text: "a note\n\nbegun as a reply", isNote: true });
    // An empty field that was set to notes holds nothing back.
    await all.set(4, { isNote: true });
    await all.takeUp(entry(4, "a reply"));
    expect(all.get(4)).toMatchObject({ text: "a reply", isNote: false });
  });
});
