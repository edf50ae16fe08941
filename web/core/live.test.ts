import { expect, it } from "vitest";
import { Live, type LiveEvent, type Socket } from "./live.ts";

/** Fake sockets, and a clock that tests set. */
class Fake {
  readonly sockets: (Socket & { url: string; sent: string[]; isClosed: boolean })[] = [];
  private nowMs = 0;
  private timers: { at: number; work: () => void }[] = [];

  readonly world = {
    open: (url: string) => {
      const socket = {
        url,
        sent: [] as string[],
        isClosed: false,
        onopen: null,
        onmessage: null,
        onclose: null,
        send: (text: string) => void socket.sent.push(text),
        // A socket whose other side is gone does not hear of its end for long.
        close: () => {
          socket.isClosed = true;
        },
      };
      this.sockets.push(socket);
      return socket;
    },
    nowMs: () => this.nowMs,
    random: () => 0.5,
    later: (ms: number, work: () => void) => {
      const timer = { at: this.nowMs + ms, work };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter(it => it !== timer);
      };
    },
  };

  get last() {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }

  hear(message: unknown): void {
    this.last.onmessage?.({ data: JSON.stringify(message) });
  }

  /** Advances the clock, and runs the timers that become due, in their order. */
  pass(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      const due = this.timers.filter(it => it.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers = this.timers.filter(it => it !== due);
      this.nowMs = due.at;
      due.work();
    }
    this.nowMs = until;
  }
}

function started() {
  const fake = new Fake();
  const live = new Live(after => `ws?after=${after}`, fake.world);
  const heard: LiveEvent[] = [];
  live.listen(event => heard.push(event));
  live.start(7);
  fake.last.onopen?.();
  return { fake, live, heard };
}

it("a socket that brings nothing, not even an answer, is given up for a new one", () => {
  const { fake, live } = started();
  const [dead] = fake.sockets;
  fake.hear({ kind: "gone", seq: 8, chat: 1 });
  fake.pass(39_999);
  expect(dead?.sent).toEqual([]);
  fake.pass(1);
  expect(dead?.sent).toHaveLength(1);
  expect([live.state.value.name, dead?.isClosed]).toEqual(["live", false]);
  fake.pass(10_000);
  expect([live.state.value.name, dead?.isClosed]).toEqual(["lost", true]);
  fake.pass(1_000);
  expect(fake.sockets.map(it => it.url)).toEqual(["ws?after=7", "ws?after=8"]);
  fake.last.onopen?.();
  expect(live.state.value.name).toBe("live");
});

it("a quiet socket whose server answers, even with a refusal, is kept", () => {
  const { fake, live, heard } = started();
  for (let times = 1; times <= 3; times++) {
    fake.pass(40_000);
    expect(fake.last.sent).toHaveLength(times);
    fake.hear({ errors: [{ code: "invalid_type_value", message: "…" }] });
  }
  fake.pass(39_999);
  expect([live.state.value.name, fake.sockets.length, heard.length]).toEqual(["live", 1, 0]);
});

it("a socket that never opens is given up too", () => {
  const fake = new Fake();
  const live = new Live(String, fake.world);
  live.start(7);
  fake.pass(40_000);
  expect([live.state.value.name, fake.last.sent, fake.last.isClosed]).toEqual(["lost", [], true]);
  fake.pass(1_000);
  expect(fake.sockets).toHaveLength(2);
  live.stop();
  fake.pass(100_000);
  expect(fake.sockets).toHaveLength(2);
});

it("rows that follow the last change they contain are heard, a change is heard once", () => {
  const { fake, heard } = started();
  const rows = { kind: "chats", seq: 9, window: { rows: [] } };
  const messages = [{ kind: "gone", seq: 9, chat: 1 }, rows, rows];
  for (const message of [...messages, { kind: "gone", seq: 9, chat: 1 }, { ...rows, seq: 8 }])
    fake.hear(message);
  expect(heard.map(it => it.type)).toEqual(["gone", "rows", "rows"]);
});

it("a socket that is closed since the agent may see other chats makes the page read anew", () => {
  const { fake, heard } = started();
  for (const code of [1006, 1013, 1006]) {
    fake.last.onclose?.({ code });
    fake.pass(1_000);
    expect(fake.last.url).toBe("ws?after=7");
    fake.last.onopen?.();
  }
  expect(heard).toEqual([{ type: "reset" }]);
});
