import { expect, it } from "vitest";
import type { Role } from "../core/shapes.ts";
import { readers } from "./canned.tsx";
import type { Desk } from "./desk.ts";

const agent = (id: number, role: Role, active = true) => ({ id, name: `${id}`, role, active });

/** Creates a desk whose department 9 has agent 3. */
function desk(agentsSeeAll = false): Desk {
  const agents = [
    agent(1, "admin"),
    agent(2, "superviser"),
    agent(3, "agentChatOnly"),
    agent(4, "agent"),
    agent(5, "agentChatOnly"),
    agent(6, "admin", false),
  ];
  const department = (id: number | null) => (id === 9 ? { id, agents: [3] } : undefined);
  return { team: { value: { agents, agentsSeeAll } }, department } as unknown as Desk;
}

const ids = (of: Desk, assignee: number | null, department: number | null) =>
  readers(of, { assignee, department }).map(it => it.id);

it("everybody who is active may read a chat that nobody has", () => {
  expect(ids(desk(), null, 9)).toEqual([1, 2, 3, 4, 5]);
});

it("a chat of somebody is read by its assignee, its department, supervisors and admins", () => {
  expect(ids(desk(), 5, 9)).toEqual([1, 2, 3, 5]);
  expect(ids(desk(), 1, null)).toEqual([1, 2]);
});

it("agents read every chat where agents see all", () => {
  expect(ids(desk(true), 1, null)).toEqual([1, 2, 4]);
  expect(ids(desk(false), 1, null)).toEqual([1, 2]);
});
