import { signal } from "@preact/signals";
import { expect, it, vi } from "vitest";
import type { Outgoing } from "../core/outbox.ts";
import type { ChatRow } from "../core/shapes.ts";
import { act } from "./acts.ts";
import type { Desk } from "./desk.ts";

/** A desk with one chat that is open in a list, and what was said and asked there. */
function made(entries: Partial<Outgoing>[], overtaken: number[]) {
  let row = { id: 1, status: "opened" } as ChatRow;
  const thread = { chat: signal({ ...row }), load: vi.fn(async () => {}) };
  const say = vi.fn();
  const mark = vi.fn();
  const desk = {
    list: {
      patch: (_: number[], change: Partial<ChatRow>) => {
        const before = row;
        row = { ...row, ...change };
        return [before];
      },
      mark,
    },
    threads: { peek: () => thread },
    outbox: { of: () => entries },
    overtaken: signal(new Map(overtaken.map(it => [it, {}]))),
    say,
  };
  return { desk: desk as unknown as Desk, thread, say, mark };
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
