// Notifications: the page's title and icon show how many customers wait. One of the tabs plays the
// bell and shows the system's notifications, grouped by chat. Neither happens in the quiet hours.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { said } from "../core/files.ts";
import { viewKey } from "../core/list.ts";
import type { LiveEvent } from "../core/live.ts";
import { plain } from "../core/markdown.ts";
import { chatsPath, go, route } from "../core/router.ts";
import icon from "../ui/bell.svg";
import unread from "../ui/bell-unread.svg";
import type { Desk } from "./desk.ts";
import { device, type Settings } from "./device.ts";
import { customerName } from "./names.ts";
import { t } from "./words.ts";

/** True if the browser blocks sounds until a click on the page. */
export const isSoundBlocked = signal(false);

let audio: AudioContext | null = null;
let isLeader = false;

/** Enables sounds at the first click; before a click, browsers block sounds. */
async function unlock(): Promise<void> {
  audio ??= new AudioContext();
  await audio.resume();
  isSoundBlocked.value = audio.state !== "running";
}

/**
 * Plays the bell after a click on its button, even if this click is the first click on the page.
 */
export async function play(): Promise<void> {
  await unlock();
  ring();
}

/** Plays the sound of a small brass bell: two partials that fade. */
function ring(): void {
  if (audio?.state !== "running") {
    isSoundBlocked.value = true;
    return;
  }
  const now = audio.currentTime;
  for (const [frequency, loud, length] of [
    [1568, 0.12, 1.1],
    [3136 * 1.003, 0.04, 0.6],
  ] as const) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = frequency;
    gain.gain.setValueAtTime(loud, now);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + length);
    tone.connect(gain).connect(audio.destination);
    tone.start(now);
    tone.stop(now + length);
  }
}

/** Returns true if a time is within the quiet hours, which may include midnight. */
function isQuiet(settings: Settings, now: Date): boolean {
  if (!settings.quiet) return false;
  const minutes = (text: string) => {
    const [h = 0, m = 0] = text.split(":").map(Number);
    return h * 60 + m;
  };
  const [from, to] = [minutes(settings.quietFrom), minutes(settings.quietTo)];
  const at = now.getHours() * 60 + now.getMinutes();
  return from <= to ? at >= from && at < to : at >= from || at < to;
}

/**
 * The chat of an event that this agent is notified of; null for other events. Agents are notified
 * of customers' messages in unassigned chats and in their own chats, and of notes that mention
 * them.
 */
export function concerns(desk: Desk, event: LiveEvent): number | null {
  if (event.type !== "change" || event.kind !== "message.created") return null;
  const { object } = event;
  const chat = Number(object["chat"]);
  const text = typeof object["text"] === "string" ? object["text"] : "";
  if (object["type"] === "private") {
    return event.actor.id !== desk.me.agent.id && text.includes(`@[${desk.me.agent.name}]`)
      ? chat
      : null;
  }
  if (object["from"] !== "customer") return null;
  const row = desk.list.row(chat)?.value ?? desk.threads.peek(chat)?.chat.value;
  const assignee = row?.assignee ?? null;
  return assignee === null || assignee === desk.me.agent.id ? chat : null;
}

function show(desk: Desk, chat: number, event: Extract<LiveEvent, { type: "change" }>): void {
  const settings = device.value;
  if (!isLeader || isQuiet(settings, new Date())) return;
  const at = route.value;
  const isLookedAt = document.hasFocus() && at.page === "chats" && at.chat === chat;
  if (isLookedAt) return;
  if (settings.sound) ring();
  if (!settings.desktop || Notification.permission !== "granted") return;
  const customer = desk.list.row(chat)?.value.customer ?? desk.threads.peek(chat)?.customer.value;
  const notice = new Notification(customer ? customerName(customer) : t("A customer"), {
    body: plain(said(event.object)).slice(0, 160),
    tag: `deskbell:${chat}`,
    icon,
    silent: true,
  });
  notice.onclick = () => {
    window.focus();
    go(chatsPath("everything", chat));
    notice.close();
  };
}

export function Notifier({ desk }: { desk: Desk }) {
  useEffect(() => {
    const stop = new AbortController();
    // Not while a button is pressed: the page says that sounds are blocked, and moves when they are not.
    const first = { signal: stop.signal, once: true, capture: true };
    document.addEventListener("click", unlock, first);
    document.addEventListener("keydown", unlock, first);
    if (navigator.locks) {
      navigator.locks
        .request("deskbell:speaker", { signal: stop.signal }, () => {
          isLeader = true;
          return new Promise<void>(done => stop.signal.addEventListener("abort", () => done()));
        })
        .catch(() => {});
    } else {
      isLeader = true;
    }
    const deaf = desk.hear(event => {
      const chat = concerns(desk, event);
      if (chat !== null && event.type === "change") show(desk, chat, event);
    });
    return () => {
      isLeader = false;
      stop.abort();
      deaf();
    };
  }, [desk]);
  const counts = desk.list.counts.value;
  const waiting = (counts.get(viewKey("unassigned")) ?? 0) + (counts.get(viewKey("mine")) ?? 0);
  const hot = counts.get(viewKey("unassigned")) ?? 0;
  const at = route.value;
  useEffect(() => {
    document.title = hot > 0 ? `(${hot}) Deskbell` : "Deskbell";
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link) link.href = hot > 0 ? unread : icon;
  }, [hot, at, waiting]);
  return null;
}
