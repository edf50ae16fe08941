// The menus for changes of chats: snooze, assignee, department, tags and status.

import { useMemo } from "preact/hooks";
import { until } from "../core/snooze.ts";
import { hue } from "../ui/hue.ts";
import { type Item, Menu } from "../ui/menu.tsx";
import { clock, weekday } from "../ui/time.ts";
import * as acts from "./acts.ts";
import type { Desk } from "./desk.ts";
import { Face } from "./face.tsx";
import { STATUSES } from "./names.ts";
import { t, words } from "./words.ts";

interface Props {
  desk: Desk;
  ids: number[];
  at: HTMLElement | null;
  close: () => void;
}

function useAt(at: HTMLElement | null) {
  return useMemo(() => ({ current: at }), [at]);
}

/** Formats a time for menus: Fri 27 Nov 09:00. */
export function when(date: Date): string {
  const s = Math.floor(date.getTime() / 1000);
  const language = words.language.value;
  return `${weekday(s, language)} ${clock(s, language)}`;
}

/** The menu items for a snooze: the offered times, or the time that the typed words describe. */
export function snoozeItems(typed: string, choose: (at: Date | null) => void): Item[] {
  const now = new Date();
  const language = words.language.value;
  const item = (id: string, text: string, at: Date | null): Item[] =>
    at ? [{ id, icon: "moon", text, end: when(at), act: () => choose(at) }] : [];
  if (typed.trim() !== "") return item("typed", typed.trim(), until(typed, now, language));
  const offers = [
    ...item("later", t("In 3 hours"), until("in 3 hours", now)),
    ...item("tomorrow", t("Tomorrow"), until("tomorrow", now)),
    ...item("week", t("Next week"), until("next week", now)),
    ...item("month", t("Next month"), until("next month", now)),
  ];
  // On a Sunday, tomorrow is next week.
  return offers.filter((it, at) => offers.findIndex(other => other.end === it.end) === at);
}

export function SnoozeMenu({ desk, ids, at, close }: Props) {
  const anchor = useAt(at);
  const isSnoozed = ids.some(id => {
    const until =
      desk.list.row(id)?.value.snoozedUntil ?? desk.threads.peek(id)?.chat.value?.snoozedUntil;
    return until && until > desk.nowS.value;
  });
  const choose = (until: Date | null) => void acts.snooze(desk, ids, until);
  const items = (typed: string): Item[] => [
    ...snoozeItems(typed, choose),
    ...(isSnoozed && typed === ""
      ? [
          {
            id: "wake",
            line: true,
            icon: "undo" as const,
            text: t("End the snooze"),
            act: () => choose(null),
          },
        ]
      : []),
  ];
  return (
    <Menu
      anchor={anchor}
      label={t("Snooze")}
      items={items}
      close={close}
      at="end"
      find={t("tomorrow 9, in 3 days, fri 14:30")}
      empty={t("A time that is still to come, such as “fri 14:30”")}
    />
  );
}

export function AssignMenu({ desk, ids, at, close }: Props) {
  const anchor = useAt(at);
  const me = desk.me.agent.id;
  const agents = desk.team.value.agents.filter(it => it.active !== false);
  const sorted = [...agents].sort(
    (a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name),
  );
  const now = new Set(
    ids.map(
      id =>
        desk.list.row(id)?.value.assignee ?? desk.threads.peek(id)?.chat.value?.assignee ?? null,
    ),
  );
  const items: Item[] = [
    ...sorted.map(agent => ({
      id: String(agent.id),
      text: agent.id === me ? `${agent.name} (${t("you")})` : agent.name,
      lead: (
        <Face
          id={agent.id}
          name={agent.name}
          size={20}
          isOn={desk.presences.agents.value.has(agent.id)}
        />
      ),
      isChosen: now.size === 1 && now.has(agent.id),
      act: () => void acts.assign(desk, ids, agent.id),
    })),
    {
      id: "none",
      icon: "nobody",
      line: true,
      text: t("Nobody"),
      act: () => void acts.assign(desk, ids, null),
    },
  ];
  return (
    <Menu
      anchor={anchor}
      label={t("Assign")}
      items={items}
      close={close}
      at="end"
      find={t("Agent")}
      empty={t("No agent has this name")}
    />
  );
}

export function DepartmentMenu({ desk, ids, at, close }: Props) {
  const anchor = useAt(at);
  const items: Item[] = [
    ...desk.team.value.departments.map(it => ({
      id: String(it.id),
      text: it.name,
      lead: <span class={`dot hue-${hue(`department${it.id}`)}`} />,
      act: () => void acts.move(desk, ids, it.id),
    })),
    {
      id: "none",
      icon: "close",
      line: true,
      text: t("No department"),
      act: () => void acts.move(desk, ids, null),
    },
  ];
  return (
    <Menu
      anchor={anchor}
      label={t("Department")}
      items={items}
      close={close}
      at="end"
      find={t("Department")}
      empty={t("No department has this name")}
    />
  );
}

export function TagMenu({ desk, ids, at, close }: Props) {
  const anchor = useAt(at);
  const known = new Set<string>();
  for (const id of desk.list.shown.value.ids.values()) {
    for (const tag of desk.list.row(id)?.value.tags ?? []) known.add(tag.name);
  }
  const [first] = ids;
  const has = new Set(
    (first === undefined
      ? []
      : (desk.threads.peek(first)?.customer.value?.tags ?? desk.list.row(first)?.value.tags ?? [])
    ).map(it => it.name),
  );
  for (const name of has) known.add(name);
  const items = (typed: string): Item[] => {
    const text = typed.trim();
    const found = [...known].filter(it => it.toLowerCase().includes(text.toLowerCase())).sort();
    const all: Item[] = found.map(name => ({
      id: name,
      icon: "tag",
      text: name,
      isChosen: has.has(name),
      act: () => void acts.tag(desk, ids, name, !has.has(name)),
    }));
    if (text !== "" && !known.has(text)) {
      all.push({
        id: `+${text}`,
        icon: "plus",
        text: t("Add “{name}”", { name: text }),
        act: () => void acts.tag(desk, ids, text, true),
      });
    }
    return all;
  };
  return (
    <Menu
      anchor={anchor}
      label={t("Tags")}
      items={items}
      close={close}
      at="end"
      find={t("Tag")}
      empty={t("Type the name of a tag")}
    />
  );
}

export function StatusMenu({ desk, ids, at, close }: Props) {
  const anchor = useAt(at);
  const items: Item[] = STATUSES.filter(([it]) => it !== "new").map(([status, text]) => ({
    id: status,
    text: text(),
    act: () => void acts.setStatus(desk, ids, status),
  }));
  return <Menu anchor={anchor} label={t("Status")} items={items} close={close} />;
}
