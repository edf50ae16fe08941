import { effect } from "@preact/signals";
import { expect, it } from "vitest";
import { read } from "./live.ts";
import { Online } from "./online.ts";

const presence = (chat: number | null, agent: number | null, online: boolean) =>
  read(JSON.stringify({ type: "presence", chat, agent, online })) ?? { type: "reset" as const };

it("a customer is on the site from the moment of coming until that of leaving", () => {
  const online = new Online();
  const seen: boolean[] = [];
  effect(() => {
    seen.push(online.has(7));
  });
  online.apply(presence(7, null, true));
  online.apply(presence(7, null, true));
  online.apply(presence(8, null, true));
  online.apply(presence(7, null, false));
  expect(seen).toEqual([false, true, true, false]);
  expect(online.has(8)).toBe(true);
});

it("an agent at the desk or in a chat is no customer, and without the feed nobody is known", () => {
  const online = new Online();
  online.apply(presence(7, 1, true));
  online.apply(presence(null, 1, true));
  expect(online.has(7)).toBe(false);
  online.apply(presence(7, null, true));
  online.clear();
  expect(online.has(7)).toBe(false);
});

it("nobody is known to be on the site for a chat that left the agent's sight", () => {
  const online = new Online();
  const seen: boolean[] = [];
  effect(() => {
    seen.push(online.has(7));
  });
  for (const chat of [7, 8]) online.apply(presence(chat, null, true));
  online.apply({ type: "gone", seq: 1, chat: 7 });
  online.apply(presence(7, null, true));
  expect(seen).toEqual([false, true, true, false, true]);
  expect(online.has(8)).toBe(true);
});
