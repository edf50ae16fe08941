import { signal } from "@preact/signals";
import { expect, it, vi } from "vitest";
import { Failure } from "../core/http.ts";
import type { Outgoing } from "../core/outbox.ts";
import type { ChatRow } from "../core/shapes.ts";
import { act, markRead } from "./acts.ts";
import type { Desk } from "./desk.ts";
import * as server from "./server.ts";
import { undo } from "./toast.tsx";

vi.mock("./server.ts", () => ({ ACT_MAX: 100, act: vi.fn() }));

/** Creates a desk with one chat in its list, and records messages and calls. */
function made(entries: Partial<Outgoing>[], overtaken: number[]) {
  let row = { id: 1, status: "opened" } as ChatRow;
  const thread = { chat: signal({ ...row }), load: vi.fn(async () => {}) };
  const say = vi.fn();
  const mark = vi.fn();
  const renew = vi.fn(async () => {});
  const desk = {
    list: {
      patch: (_: number[], change: Partial<ChatRow>) => {
        const before = row;
        row = { ...row, ...change };
        return [before];
      },
      mark,
      renew,
    },
    threads: { peek: (id: number) => (id === 1 ? thread : undefined) },
    outbox: { of: () => entries },
    overtaken: signal(new Map(overtaken.map(it => [it, {}]))),
    say,
    underWay: new Set(),
    toast: signal(null),
  };
  return { desk: desk as unknown as Desk, thread, say, mark, renew };
}

const close = (desk: Desk, first: Promise<boolean>) =>
  act(desk, [1], { status: "closed" }, { status: "closed" }, "closed", first);

it("a reply that fails before its chat is closed is told, and the chat is read anew", async () => {
  const refused = { state: "failed" as const, reason: "forbidden", message: "No." };
  const { desk, thread, say, mark } = made([refused], []);
  let end = (_: boolean) => {};
  const closed = close(desk, new Promise<boolean>(done => (end = done)));
  // What came meanwhile stays.
  thread.chat.value = { ...thread.chat.value, unread: true };
  end(false);
  expect(await closed).toBe(false);
  const text = "Not sent: Your role does not allow this";
  expect(say.mock.calls).toEqual([[text, null, true, 1]]);
  expect(thread.load).toHaveBeenCalledOnce();
  expect(thread.chat.value.unread).toBe(true);
  expect(mark).toHaveBeenCalled();
});

it("a colleague's faster reply is told too, but not what its author took back", async () => {
  const faster = made([], [1]);
  await close(faster.desk, Promise.resolve(false));
  expect(faster.say.mock.calls[0]?.[0]).toBe(
    "Not sent: A colleague replied while you were writing.",
  );
  const takenBack = made([], []);
  await close(takenBack.desk, Promise.resolve(false));
  expect(takenBack.say).not.toHaveBeenCalled();
  expect(takenBack.thread.load).toHaveBeenCalledOnce();
});

/** A fake server that closes chats, and fails after this many calls. */
function closes(calls: number) {
  const asked: number[][] = [];
  vi.mocked(server.act).mockImplementation(async ids => {
    if (asked.length === calls) throw new Failure(0, []);
    asked.push(ids);
    return { done: ids, missing: [], undo: [{ ids, set: { status: "opened" } }] };
  });
  return asked;
}

const statuses = () => vi.mocked(server.act).mock.calls.map(([, set]) => set.status);

it("undo pressed before the server has answered takes the change back after the answer", async () => {
  vi.mocked(server.act).mockReset();
  let answer = (_: server.Acted) => {};
  vi.mocked(server.act).mockReturnValueOnce(new Promise(done => (answer = done)));
  vi.mocked(server.act).mockResolvedValueOnce({ done: [1], missing: [], undo: [] });
  const { desk, say, renew } = made([], []);
  const closed = act(desk, [1], { status: "closed" }, { status: "closed" }, "closed");
  undo(desk);
  expect(statuses()).toEqual(["closed"]);
  answer({ done: [1], missing: [], undo: [{ ids: [1], set: { status: "new" } }] });
  expect(await closed).toBe(false);
  expect(statuses()).toEqual(["closed", "new"]);
  expect(renew).toHaveBeenCalledOnce();
  expect(say).not.toHaveBeenCalled();
  // Once only, and nothing of it is left for the next key.
  undo(desk);
  expect(statuses()).toHaveLength(2);
});

it("undo pressed while the reply is still sent leaves the chat open", async () => {
  vi.mocked(server.act).mockReset();
  const { desk, thread, say, renew } = made([], []);
  const closed = close(desk, new Promise<boolean>(() => {}));
  undo(desk);
  expect(await closed).toBe(false);
  expect(server.act).not.toHaveBeenCalled();
  expect(renew).toHaveBeenCalledOnce();
  expect(thread.load).toHaveBeenCalledOnce();
  expect(say).not.toHaveBeenCalled();
});

it("undo takes back the change under way, not the older one that is told", async () => {
  vi.mocked(server.act).mockReset();
  closes(2);
  const { desk } = made([], []);
  const older = vi.fn(async () => {});
  desk.toast.value = { id: 1, text: "older", undo: older, isWrong: false, chat: null };
  // What the page does by itself is nothing that the agent would undo.
  const read = act(desk, [1], { read: true }, { unread: false }, null);
  undo(desk);
  expect(older).toHaveBeenCalledOnce();
  expect(await read).toBe(true);
  desk.toast.value = { id: 2, text: "older", undo: older, isWrong: false, chat: null };
  const closed = act(desk, [1], { status: "closed" }, {}, "closed");
  undo(desk);
  expect(await closed).toBe(false);
  expect(older).toHaveBeenCalledOnce();
});

it("a reading that is refused is told to the page, and not to the agent", async () => {
  vi.mocked(server.act).mockReset();
  closes(0);
  const { desk, thread, say } = made([], []);
  thread.chat.value = { ...thread.chat.value, unread: true };
  expect(await markRead(desk, 1)).toBe(false);
  expect(say).not.toHaveBeenCalled();
  expect(thread.chat.value.unread).toBe(true);
});

it("undo pressed again while a change is taken back leaves the older one that is told", async () => {
  vi.mocked(server.act).mockReset();
  let answer = (_: server.Acted) => {};
  const answered = () => new Promise<server.Acted>(done => (answer = done));
  vi.mocked(server.act).mockImplementation(answered);
  const { desk } = made([], []);
  const older = vi.fn(async () => {});
  desk.toast.value = { id: 1, text: "older", undo: older, isWrong: false, chat: null };
  const closed = act(desk, [1], { status: "closed" }, {}, "closed");
  undo(desk);
  undo(desk);
  answer({ done: [1], missing: [], undo: [{ ids: [1], set: { status: "new" } }] });
  await vi.waitFor(() => expect(statuses()).toEqual(["closed", "new"]));
  undo(desk);
  expect(older).not.toHaveBeenCalled();
  answer({ done: [1], missing: [], undo: [] });
  expect(await closed).toBe(false);
  undo(desk);
  expect(older).toHaveBeenCalledOnce();
});

it("undo takes back the later of two changes, and the earlier one once that is done", async () => {
  vi.mocked(server.act).mockReset();
  const answers: (() => void)[] = [];
  vi.mocked(server.act).mockImplementation(
    () =>
      new Promise(done => {
        answers.push(() => done({ done: [1], missing: [], undo: [] }));
      }),
  );
  const { desk, say } = made([], []);
  const earlier = act(desk, [1], { status: "pending" }, {}, "earlier");
  const later = act(desk, [1], { status: "closed" }, {}, "later");
  undo(desk);
  undo(desk);
  answers[1]?.();
  expect(await later).toBe(false);
  undo(desk);
  answers[0]?.();
  expect(await earlier).toBe(false);
  expect(say).not.toHaveBeenCalled();
  expect(desk.underWay.size).toBe(0);
});

it("undo pressed twice takes back only the later of two changes", async () => {
  vi.mocked(server.act).mockReset();
  closes(2);
  const { desk, say } = made([], []);
  const earlier = act(desk, [1], { status: "pending" }, {}, "earlier");
  const later = act(desk, [1], { status: "closed" }, {}, "later");
  undo(desk);
  undo(desk);
  expect(await Promise.all([earlier, later])).toEqual([true, false]);
  expect(say.mock.calls.map(([text]) => text)).toContain("earlier");
});

const MANY = Array.from({ length: 250 }, (_, at) => at + 1);
const lengths = (asked: number[][]) => asked.map(it => it.length);

it("more chats than the server changes at once are changed in parts, and undo takes back all", async () => {
  const asked = closes(6);
  const { desk, say } = made([], []);
  expect(await act(desk, MANY, { status: "closed" }, {}, "250 chats closed")).toBe(true);
  expect(lengths(asked)).toEqual([100, 100, 50]);
  const [text, undo] = say.mock.calls[0] ?? [];
  expect(text).toBe("250 chats closed");
  await undo();
  expect(asked.slice(3).flat()).toEqual(MANY);
  expect(vi.mocked(server.act).mock.calls.at(-1)?.[1]).toEqual({ status: "opened" });
});

it("what stops half-way says how far it came, and undo takes back that much", async () => {
  const asked = closes(2);
  const { desk, say, mark } = made([], []);
  expect(await act(desk, MANY, { status: "closed" }, {}, "250 chats closed")).toBe(false);
  const [text, undo, isWrong] = say.mock.calls[0] ?? [];
  expect(text).toMatch(/^200 of 250 chats changed: ./);
  expect(isWrong).toBe(true);
  expect(mark).toHaveBeenCalled();
  expect(lengths(asked)).toEqual([100, 100]);
  closes(2);
  await undo();
  expect(
    vi
      .mocked(server.act)
      .mock.calls.slice(-2)
      .flatMap(([ids]) => ids),
  ).toEqual(MANY.slice(0, 200));
});
