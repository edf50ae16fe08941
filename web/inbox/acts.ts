// Changes of chats by agents: at once on the page, then on the server. The agent can undo a change
// while the server has not answered, and for ten seconds after that.

import { chatsPath, go, route } from "../core/router.ts";
import type { ChatRow, Status } from "../core/shapes.ts";
import { showsClosed, showsSnoozed } from "../core/views.ts";
import { clock, weekday } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { refusal, sentence } from "./failures.ts";
import { statusName } from "./names.ts";
import * as server from "./server.ts";
import { t, words } from "./words.ts";

/**
 * A promise to wait for before the change is sent. If the promise resolves with false, the change
 * is not sent.
 */
type First = Promise<boolean> | null;

/**
 * A change that the server has not answered yet, and that can be taken back. A change that is being
 * taken back stays under way until the change is undone.
 */
export class UnderWay {
  isTakenBack = false;
  /** Resolves when the change is taken back. */
  readonly takenBack: Promise<false>;
  private tell = (_: false) => {};

  constructor(private readonly desk: Desk) {
    this.takenBack = new Promise(done => {
      this.tell = done;
    });
    desk.underWay.add(this);
  }

  takeBack(): void {
    this.isTakenBack = true;
    this.tell(false);
  }

  end(): void {
    this.desk.underWay.delete(this);
  }
}

/**
 * Changes chats. The rows change at once, and change back if the server refuses the change.
 * Resolves with true if the change was made and not taken back.
 */
export async function act(
  desk: Desk,
  ids: number[],
  set: server.ActSet,
  patch: Partial<ChatRow>,
  text: string | null,
  first: First = null,
): Promise<boolean> {
  const underWay = text === null ? null : new UnderWay(desk);
  try {
    return await change(desk, ids, set, patch, text, first, underWay);
  } finally {
    underWay?.end();
  }
}

async function change(
  desk: Desk,
  ids: number[],
  set: server.ActSet,
  patch: Partial<ChatRow>,
  text: string | null,
  first: First,
  underWay: UnderWay | null,
): Promise<boolean> {
  const before = desk.list.patch(ids, patch);
  const threads = ids.map(id => desk.threads.peek(id)).filter(it => it !== undefined);
  const chats = threads.map(it => it.chat.value);
  for (const thread of threads) {
    if (thread.chat.value)
      thread.chat.value = { ...thread.chat.value, ...patch } as typeof thread.chat.value;
  }
  const back = () => {
    if (first) {
      // While it waited, what was here became old.
      for (const thread of threads) void thread.load();
    } else {
      for (const row of before) desk.list.patch([row.id], row);
      threads.forEach((thread, n) => {
        thread.chat.value = chats[n] ?? null;
      });
    }
    desk.list.mark();
    return false;
  };
  if (first && !(await (underWay ? Promise.race([first, underWay.takenBack]) : first))) {
    if (underWay?.isTakenBack) await desk.list.renew();
    else for (const id of ids) sayUnsent(desk, id);
    return back();
  }
  const acted: server.Acted[] = [];
  try {
    for (let at = 0; at < ids.length && !underWay?.isTakenBack; at += server.ACT_MAX)
      acted.push(await server.act(ids.slice(at, at + server.ACT_MAX), set));
    desk.list.mark();
    if (underWay?.isTakenBack) {
      await undo(desk, acted);
      return false;
    }
    if (text !== null) desk.say(text, () => undo(desk, acted));
    return true;
  } catch (failure) {
    const n = acted.reduce((sum, { done }) => sum + done.length, 0);
    const reason = sentence(failure);
    if (n === 0) {
      // Nobody asked for what is done without a word, so nobody hears that it failed.
      if (text !== null) desk.say(reason, null, true);
    } else if (underWay?.isTakenBack) await undo(desk, acted);
    else {
      const told = t("{n} of {all} chats changed: {reason}", { n, all: ids.length, reason });
      desk.say(told, () => undo(desk, acted), true);
    }
    return back();
  }
}

/** Shows that a reply was not sent, unless the author took the reply back. */
function sayUnsent(desk: Desk, id: number): void {
  const failed = desk.outbox.of(id).find(it => it.state === "failed");
  let reason = "";
  if (failed) reason = refusal(failed);
  else if (desk.overtaken.value.has(id))
    reason = t("{name} replied while you were writing.", { name: t("A colleague") });
  if (reason) desk.say(t("Not sent: {reason}", { reason }), null, true, id);
}

async function undo(desk: Desk, acted: server.Acted[]): Promise<void> {
  try {
    for (const { ids, set } of acted.flatMap(it => it.undo)) await server.act(ids, set);
  } catch (failure) {
    desk.say(sentence(failure), null, true);
  }
  for (const id of acted.flatMap(it => it.done)) void desk.threads.peek(id)?.load();
  await desk.list.renew();
}

/** Removes chats from the list. If the open chat is removed, opens the next chat. */
function leave(desk: Desk, ids: number[]): void {
  const at = route.value;
  const open = at.page === "chats" ? at.chat : null;
  const gone = new Set(ids);
  const next = (from: number | null): number | null => {
    for (const way of [1, -1]) {
      for (let step = 1; step <= ids.length + 1; step++) {
        const id = desk.list.neighbour(from, way * step);
        if (id === undefined) break;
        if (!gone.has(id)) return id;
      }
    }
    return null;
  };
  const follows = open !== null && gone.has(open) ? next(open) : open;
  if (desk.cursor.value !== null && gone.has(desk.cursor.value)) {
    desk.cursor.value = next(desk.cursor.value);
  }
  desk.list.remove(ids);
  if (at.page === "chats" && open !== follows) {
    const isNarrow = matchMedia("(width < 50em)").matches;
    go(chatsPath(at.view, isNarrow ? null : follows), true);
    if (follows !== null && !isNarrow) focusRow(follows);
  }
}

/**
 * Focuses a row: at once, or after the row was drawn. Does nothing if the focus has moved
 * meanwhile.
 */
export function focusRow(id: number): void {
  const focus = () => {
    const row = document.querySelector<HTMLElement>(`[data-chat="${id}"] .row-name`);
    row?.focus();
    return row !== null && row === document.activeElement;
  };
  if (focus()) return;
  const before = document.activeElement;
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now === before || now === document.body) focus();
  });
}

/** Tells whether chats with this status leave the view that is shown. */
function leavesView(desk: Desk, status: "closed" | "snoozed"): boolean {
  const { value: view } = desk.list.view;
  return !(status === "closed" ? showsClosed(view) : showsSnoozed(view));
}

export async function close(desk: Desk, ids: number[], first: First = null): Promise<void> {
  if (ids.length === 0) return;
  const work = act(
    desk,
    ids,
    { status: "closed" },
    { status: "closed", waitingSince: null, unread: false },
    t("{n} chats closed", { n: ids.length }),
    first,
  );
  if (leavesView(desk, "closed")) leave(desk, ids);
  desk.checked.value = new Set();
  await work;
}

export async function reopen(desk: Desk, ids: number[]): Promise<void> {
  await setStatus(desk, ids, "opened");
}

export async function setStatus(desk: Desk, ids: number[], status: Status): Promise<void> {
  if (status === "closed") return close(desk, ids);
  const text = `${t("{n} chats changed", { n: ids.length })} · ${statusName(status)}`;
  await act(desk, ids, { status }, { status }, text);
}

export async function snooze(
  desk: Desk,
  ids: number[],
  until: Date | null,
  first: First = null,
): Promise<void> {
  if (ids.length === 0) return;
  const at = until ? Math.floor(until.getTime() / 1000) : null;
  const language = words.language.value;
  const when = at === null ? "" : `${weekday(at, language)}, ${clock(at, language)}`;
  const text = until
    ? `${t("{n} chats snoozed", { n: ids.length })} · ${when}`
    : t("{n} chats no longer snoozed", { n: ids.length });
  const work = act(desk, ids, { snooze: at }, { snoozedUntil: at }, text, first);
  if (at !== null && leavesView(desk, "snoozed")) leave(desk, ids);
  desk.checked.value = new Set();
  await work;
}

export async function assign(desk: Desk, ids: number[], assignee: number | null): Promise<void> {
  const name = assignee === null ? t("nobody") : (desk.agent(assignee)?.name ?? "");
  const text = `${t("{n} chats assigned", { n: ids.length })} · ${name}`;
  const work = act(desk, ids, { assignee }, { assignee }, text);
  // At once: what is selected meanwhile stays so.
  desk.checked.value = new Set();
  await work;
}

export async function move(desk: Desk, ids: number[], department: number | null): Promise<void> {
  const name = department === null ? t("No department") : (desk.department(department)?.name ?? "");
  const text = `${t("{n} chats moved", { n: ids.length })} · ${name}`;
  await act(desk, ids, { department }, { department }, text);
}

/**
 * Marks chats as unread. If one of the chats is open, closes the chat, since an open chat counts as
 * read.
 */
export async function markUnread(desk: Desk, ids: number[]): Promise<void> {
  const at = route.value;
  if (at.page === "chats" && at.chat !== null && ids.includes(at.chat)) {
    go(chatsPath(at.view));
    focusRow(at.chat);
  }
  await act(
    desk,
    ids,
    { read: false },
    { unread: true },
    t("{n} chats marked unread", { n: ids.length }),
  );
}

/**
 * Marks a chat as read when it is opened, without a toast. Resolves with true if the server has
 * marked the chat.
 */
export async function markRead(desk: Desk, id: number): Promise<boolean> {
  return act(desk, [id], { read: true }, { unread: false }, null);
}

export async function tag(desk: Desk, ids: number[], name: string, isOn: boolean): Promise<void> {
  for (const id of ids) {
    const row = desk.list.row(id)?.value;
    if (!row) continue;
    const without = row.tags.filter(it => it.name !== name);
    desk.list.patch([id], { tags: isOn ? [...without, { name }] : without });
  }
  const set = isOn ? { addTags: [name] } : { removeTags: [name] };
  const n = ids.length;
  const text = isOn ? t("{n} chats tagged", { n }) : t("{n} chats untagged", { n });
  await act(desk, ids, set, {}, `${text} · ${name}`);
  for (const id of ids) void desk.threads.peek(id)?.load();
}

/**
 * The chats that a command applies to: the checked chats, else the open chat, else the focused row.
 */
export function subject(desk: Desk): number[] {
  if (desk.checked.value.size > 0) return [...desk.checked.value];
  const at = route.value;
  if (at.page !== "chats") return [];
  const id = at.chat ?? desk.cursor.value;
  return id === null ? [] : [id];
}
