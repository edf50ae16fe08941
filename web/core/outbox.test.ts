import { describe, expect, it, vi } from "vitest";
import "fake-indexeddb/auto";
import { openDevice } from "./db.ts";
import { Failure } from "./http.ts";
import { Outbox, type Outgoing } from "./outbox.ts";
import type { Message } from "./shapes.ts";

let agents = 0;

/** A fake server that executes each idempotency key once. Tests can break its connections. */
class Server {
  done = new Map<string, Message>();
  tries = 0;
  trouble: (tries: number) => "before" | "after" | Failure | null = () => null;

  async send(entry: Outgoing): Promise<Message> {
    this.tries++;
    const trouble = this.trouble(this.tries);
    if (trouble instanceof Failure) throw trouble;
    if (trouble === "before") throw new Failure(0, []);
    const known = this.done.get(entry.key);
    const message =
      known ?? ({ id: this.done.size + 1, text: entry.text, chat: entry.chat } as Message);
    this.done.set(entry.key, message);
    if (trouble === "after") throw new Failure(0, []);
    return message;
  }
}

async function outbox(server: Server, agent = ++agents) {
  const device = await openDevice(agent);
  const timers: (() => void)[] = [];
  const sent: Message[] = [];
  const overtaken: Outgoing[] = [];
  const hold = { kept: Promise.resolve() };
  const world = {
    send: (entry: Outgoing) => server.send(entry),
    nowMs: () => ++now,
    later: (_: number, work: () => void) => {
      timers.push(work);
      return () => {};
    },
    alone: <T>(work: () => Promise<T>) => work(),
  };
  const box = new Outbox(device.table("outbox"), world, {
    sent: (_, message) => sent.push(message),
    overtaken: entry => {
      overtaken.push(entry);
      return hold.kept;
    },
  });
  const settle = async () => {
    for (let n = 0; n < 400 && (box.waiting > 0 || timers.length > 0); n++) {
      for (const work of timers.splice(0)) work();
      await new Promise(done => setTimeout(done));
    }
  };
  return { box, sent, overtaken, hold, settle, agent };
}
let now = 0;

const reply = (chat: number, text: string) => ({
  chat,
  text,
  isNote: false,
  files: [],
  seen: null,
});

describe("the outbox", () => {
  it("sends 120 messages over a line that breaks all the time, each once and in order", async () => {
    const server = new Server();
    server.trouble = tries => (tries % 5 === 1 ? "before" : tries % 5 === 3 ? "after" : null);
    const { box, sent, settle } = await outbox(server);
    for (let n = 0; n < 120; n++) await box.put(reply(n % 3, `${n}`));
    await settle();
    expect(server.done.size).toBe(120);
    expect(sent).toHaveLength(120);
    for (const chat of [0, 1, 2]) {
      const texts = sent.filter(it => it.chat === chat).map(it => Number(it.text));
      expect(texts).toEqual([...texts].sort((a, b) => a - b));
    }
  });

  it("goes on after the page was closed while sending", async () => {
    const server = new Server();
    server.trouble = () => "after";
    const first = await outbox(server);
    await first.box.put(reply(1, "kept"));
    await vi.waitFor(() => expect(server.done.size).toBe(1));
    server.trouble = () => null;
    const second = await outbox(server, first.agent);
    await second.box.resume();
    await second.settle();
    expect(server.done.size).toBe(1);
    expect(second.sent.map(it => it.text)).toEqual(["kept"]);
    expect(second.box.entries.value).toEqual([]);
  });

  it("gives a text back when a colleague answered meanwhile", async () => {
    const server = new Server();
    server.trouble = () => new Failure(409, [{ code: "newer_reply", message: "Ann replied." }]);
    const { box, overtaken } = await outbox(server);
    await box.put(reply(1, "mine"));
    await vi.waitFor(() => expect(overtaken.map(it => it.text)).toEqual(["mine"]));
    await vi.waitFor(() => expect(box.entries.value).toEqual([]));
  });

  it("keeps an overtaken text on the device until it is kept as a draft", async () => {
    const server = new Server();
    server.trouble = () => new Failure(409, [{ code: "newer_reply", message: "Ann replied." }]);
    const { box, overtaken, hold, agent } = await outbox(server);
    let keep = () => {};
    hold.kept = new Promise<void>(done => (keep = done));
    await box.put(reply(1, "mine"));
    await vi.waitFor(() => expect(overtaken).toHaveLength(1));
    const device = (await openDevice(agent)).table<Outgoing>("outbox");
    expect((await device.all()).map(([, it]) => it.text)).toEqual(["mine"]);
    keep();
    await vi.waitFor(async () => expect(await device.all()).toEqual([]));
    expect(box.entries.value).toEqual([]);
  });

  it("keeps what is refused with the reason, and what follows it waits", async () => {
    const server = new Server();
    server.trouble = tries =>
      tries === 1 ? new Failure(404, [{ code: "chat_not_found", message: "Gone." }]) : null;
    const { box, sent, settle } = await outbox(server);
    await box.put(reply(1, "a"));
    await box.put(reply(1, "b"));
    await box.put(reply(2, "c"));
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(box.entries.value.map(it => [it.text, it.state])).toEqual([
      ["a", "failed"],
      ["b", "waiting"],
    ]);
    expect(sent.map(it => it.text)).toEqual(["c"]);
    const failed = box.entries.value[0];
    expect(failed).toMatchObject({ reason: "chat_not_found", message: "Gone." });
    expect((await box.takeBack(failed?.key ?? ""))?.text).toBe("a");
    await box.flush();
    await settle();
    expect(sent.map(it => it.text)).toEqual(["c", "b"]);
  });

  it("keeps on the device what is taken back until it is kept as a draft, and sends it no more", async () => {
    const server = new Server();
    server.trouble = () => "before";
    const { box, agent } = await outbox(server);
    const { key } = await box.put(reply(1, "mine"));
    await vi.waitFor(() => expect(box.entries.value[0]?.state).toBe("waiting"));
    let kept = () => {};
    const taken = box.takeBack(key, entry => {
      expect(entry.text).toBe("mine");
      return new Promise<void>(done => (kept = done));
    });
    server.trouble = () => null;
    await box.flush();
    expect([box.entries.value, server.done.size]).toEqual([[], 0]);
    const device = (await openDevice(agent)).table<Outgoing>("outbox");
    expect((await device.all()).map(([, it]) => it.text)).toEqual(["mine"]);
    kept();
    expect((await taken)?.text).toBe("mine");
    expect(await device.all()).toEqual([]);
  });

  it("keeps everything while somebody is signed out", async () => {
    const server = new Server();
    server.trouble = tries =>
      tries < 3 ? new Failure(401, [{ code: "session", message: "" }]) : null;
    const { box, sent, settle } = await outbox(server);
    await box.put(reply(1, "a"));
    await settle();
    expect(sent).toHaveLength(1);
  });
});

describe("who waits for an entry", () => {
  const entry = { chat: 1, text: "Done.", isNote: false, files: [], seen: null };

  it("hears when it was sent, after tries that failed", async () => {
    const server = new Server();
    server.trouble = tries => (tries === 1 ? "after" : null);
    const { box, settle } = await outbox(server);
    const ended = box.ended((await box.put(entry)).key);
    await settle();
    expect(await ended).toBe(true);
    expect(server.done.size).toBe(1);
  });

  it("hears an answer that comes before anything else, and waits for nothing that is not here", async () => {
    const { box } = await outbox(new Server());
    const put = box.put({ ...entry, key: "quick" });
    const ended = box.ended("quick");
    await put;
    await vi.waitFor(() => expect(box.entries.value).toEqual([]));
    expect(await ended).toBe(true);
    expect(await box.ended("quick")).toBe(false);
  });

  it("hears that it is not to be, when it is refused or taken back", async () => {
    const server = new Server();
    server.trouble = () => new Failure(400, [{ code: "text_too_long", message: "too long" }]);
    const { box } = await outbox(server);
    expect(await box.ended((await box.put(entry)).key)).toBe(false);
    const { key } = await box.put({ ...entry, text: "Behind it." });
    const ended = box.ended(key);
    await box.takeBack(key);
    expect(await ended).toBe(false);
  });
});
