import { expect, it } from "vitest";
import { read } from "./live.ts";
import { Presences } from "./presences.ts";
import { Threads } from "./threads.ts";

const nowhere = {
  open: () => new Promise<never>(() => {}),
  older: () => new Promise<never>(() => {}),
};

function tell(presences: Presences, chat: number | null, agent: number | null, online: boolean) {
  const event = read(JSON.stringify({ kind: "presence", chat, agent, online }));
  if (event) presences.apply(event);
}

it("a chat that is opened later knows who has been viewing it", () => {
  const presences = new Presences();
  const threads = new Threads(nowhere, presences);
  tell(presences, 5, 3, true);
  tell(presences, 5, null, true);
  const [one, other] = [threads.get(5), threads.get(6)];
  expect([[...one.viewers.value], [...other.viewers.value]]).toEqual([[3], []]);
  tell(presences, 5, 4, true);
  expect([...one.viewers.value]).toEqual([3, 4]);
  tell(presences, 5, 3, false);
  tell(presences, 5, 4, false);
  expect(one.viewers.value.size).toBe(0);
});

it("nobody is known to be in a chat that left the agent's sight, until it is told again", () => {
  const presences = new Presences();
  tell(presences, null, 3, true);
  for (const chat of [5, 6]) tell(presences, chat, 3, true);
  presences.apply({ type: "gone", seq: 1, chat: 5 });
  expect([presences.viewers(5).size, presences.viewers(6).size]).toEqual([0, 1]);
  expect([...presences.agents.value]).toEqual([3]);
  tell(presences, 5, 4, true);
  expect([...presences.viewers(5)]).toEqual([4]);
});

it("without the feed nobody is known to be there", () => {
  const presences = new Presences();
  const thread = new Threads(nowhere, presences).get(5);
  tell(presences, null, 3, true);
  tell(presences, 5, 4, true);
  expect([...presences.agents.value]).toEqual([3]);
  presences.clear();
  expect(presences.agents.value.size + thread.viewers.value.size).toBe(0);
});
