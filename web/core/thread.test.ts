import { expect, it } from "vitest";
import { Failure } from "./http.ts";
import type { LiveEvent } from "./live.ts";
import { Presences } from "./presences.ts";
import type { ChatRow, Message } from "./shapes.ts";
import { MESSAGES_MAX, MESSAGES_MORE, type Opened } from "./thread.ts";
import { Threads } from "./threads.ts";

const HERE: LiveEvent = { type: "rows", seq: 9, rows: [{ id: 5, status: "opened" } as ChatRow] };
const GONE: LiveEvent = { type: "gone", seq: 8, chat: 5 };

const said = (id: number): LiveEvent => ({
  type: "change",
  seq: id,
  kind: "message.created",
  at: 1,
  object: { id, chat: 5, from: "customer" },
  actor: { type: "key" },
});
/** Resolves after all promises that need no timer have settled. */
const turn = () => new Promise(done => setTimeout(done));
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/**
 * Creates the thread of chat 5, on a fake server that answers only when a test calls `answer`,
 * `refuse` or a function of `olders`.
 */
function made() {
  const asked: { answer(messages: number[]): void; refuse(): void }[] = [];
  const open = () =>
    new Promise<Opened>((done, fail) => {
      asked.push({
        answer: ids =>
          done({
            seq: 1,
            chat: { id: 5, status: "opened" },
            messages: ids.map(id => ({ id, chat: 5 }) as Message),
            next: "older",
          } as Opened),
        refuse: () => fail(new Failure(404, [])),
      });
    });
  const olders: ((ids: number[], next: string | null) => void)[] = [];
  const older = () =>
    new Promise<{ messages: Message[]; next: string | null }>(done =>
      olders.push((ids, next) =>
        done({ messages: ids.map(id => ({ id, chat: 5 }) as Message), next }),
      ),
    );
  const threads = new Threads({ open, older }, new Presences());
  const thread = threads.get(5);
  const shown = () => ({
    isOut: thread.isOut.value,
    state: thread.state.value,
    isRefused: thread.failure.value !== null,
    messages: thread.messages.value.map(it => it.id),
  });
  return { asked, olders, threads, thread, shown };
}

const THERE = { isOut: false, state: "ready", isRefused: false };

it("a chat that left the agent's sight is there again when its row is, without a gap", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1, 2]);
  await thread.settled();
  threads.apply(GONE, 0);
  expect(shown()).toMatchObject({ isOut: true });
  threads.apply({ ...HERE, rows: [] } as LiveEvent, 0);
  expect(shown()).toMatchObject({ isOut: true });
  threads.apply(HERE, 0);
  await thread.settled();
  asked[1]?.answer([60, 61]);
  await thread.settled();
  expect(shown()).toEqual({ ...THERE, messages: [60, 61] });
  expect(thread.hasOlder.value).toBe(true);
});

it("a chat that could not be opened is loaded when it comes into sight", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.refuse();
  await thread.settled();
  expect(shown()).toMatchObject({ state: "failed", isRefused: true });
  threads.apply(HERE, 0);
  await thread.settled();
  asked[1]?.answer([1]);
  await thread.settled();
  expect(shown()).toEqual({ ...THERE, messages: [1] });
});

it("a load from before the chat came back does not leave it refused", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1]);
  await thread.settled();
  threads.apply(GONE, 0);
  const late = thread.load();
  threads.apply(HERE, 0);
  asked[1]?.refuse();
  await late;
  await thread.settled();
  asked[2]?.answer([1, 2]);
  await thread.settled();
  expect(shown()).toEqual({ ...THERE, messages: [1, 2] });
});

it("a chat that came back while changes were missed is there after a reset", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1]);
  await thread.settled();
  threads.apply(GONE, 0);
  threads.reset(5);
  await thread.settled();
  asked[1]?.answer([1, 2]);
  await thread.settled();
  expect(shown()).toEqual({ ...THERE, messages: [1, 2] });
});

it("a chat drops its oldest messages many at a time", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1]);
  await thread.settled();
  const most = MESSAGES_MAX + MESSAGES_MORE;
  for (const id of range(2, most)) threads.apply(said(id), 0);
  expect(shown().messages).toEqual(range(1, most));
  threads.apply(said(most + 1), 0);
  expect(shown().messages).toEqual(range(most + 2 - MESSAGES_MAX, most + 1));
  threads.apply(said(most + 2), 0);
  expect(shown().messages).toHaveLength(MESSAGES_MAX + 1);
});

it("a message that comes on the way back to the newest is not lost", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1]);
  await thread.settled();
  const most = MESSAGES_MAX + MESSAGES_MORE + 1;
  for (const id of range(2, most)) threads.apply(said(id), 0);
  // The older messages that were dropped are only to be had by beginning again at the newest.
  void thread.older();
  threads.apply(said(most + 1), 0);
  asked[1]?.answer([most - 1, most]);
  await thread.settled();
  expect(shown().messages).toEqual([most - 1, most, most + 1]);
});

it("older messages that come after the oldest were dropped leave no hole", async () => {
  const { asked, olders, threads, thread, shown } = made();
  const most = MESSAGES_MAX + MESSAGES_MORE;
  asked[0]?.answer(range(101, 100 + most));
  await thread.settled();
  const older = thread.older();
  threads.apply(said(101 + most), 0);
  const kept = range(102 + most - MESSAGES_MAX, 101 + most);
  expect(shown().messages).toEqual(kept);
  olders[0]?.(range(51, 100), "older");
  await older;
  expect(shown().messages).toEqual(kept);
  expect([thread.hasOlder.value, thread.hasNewer.value]).toEqual([true, false]);
});

it("an answer far beyond what is shown takes its place, one beside it joins it", async () => {
  const { asked, olders, threads, thread, shown } = made();
  asked[0]?.answer([1, 2]);
  await thread.settled();
  threads.reset(5);
  await turn();
  asked[1]?.answer([2, 3]);
  await thread.settled();
  expect(shown().messages).toEqual([1, 2, 3]);
  const again = thread.load();
  asked[2]?.answer([60, 61]);
  await again;
  expect(shown().messages).toEqual([60, 61]);
  const older = thread.older();
  olders[0]?.([58, 59], null);
  await older;
  expect(shown().messages).toEqual([58, 59, 60, 61]);
});

it("a way back to the newest that fails leaves what is here, with what came meanwhile", async () => {
  const { asked, threads, thread, shown } = made();
  asked[0]?.answer([1]);
  await thread.settled();
  const most = MESSAGES_MAX + MESSAGES_MORE + 1;
  for (const id of range(2, most)) threads.apply(said(id), 0);
  const older = thread.older();
  threads.apply(said(most + 1), 0);
  asked[1]?.refuse();
  await older;
  threads.apply(said(most + 2), 0);
  expect(thread.hasNewer.value).toBe(false);
  expect(shown().messages).toEqual(range(most + 1 - MESSAGES_MAX, most + 2));
});

it("what is missed while older messages load is read after them", async () => {
  const { asked, olders, threads, thread, shown } = made();
  asked[0]?.answer([10, 11]);
  await thread.settled();
  const older = thread.older();
  threads.reset(5);
  olders[0]?.([8, 9], null);
  await older;
  await turn();
  asked[1]?.answer([10, 11, 12]);
  await thread.settled();
  expect(shown().messages).toEqual([8, 9, 10, 11, 12]);
});
