/**
 * The conversation: actions of the visitor, calls of the site, sent messages, and received events.
 */

import type { Core } from "./app";
import { desk } from "./desk";
import { Refusal } from "./http";
import { chat as chatNow, event, messages } from "./news";
import { outbox, type Sent } from "./outbox";
import { chatOf, now, type Screen, type State, told } from "./state";
import type { Store } from "./store";
import { merge, withChat } from "./threads";
import type { Chat, FileRef, Message, Sending } from "./types";
import type { Session } from "./wire";

/** The functions of the conversation that the view uses. */
export interface App {
  state: Store<State>;
  send(text: string, files: FileRef[], form?: Record<string, string>): void;
  retry(key: string): void;
  drop(key: string): void;
  go(screen: Screen): void;
  /** Loads older messages of a chat. */
  older(chat: number): Promise<void>;
  /** Changes the fields of a chat in the state. */
  change(chat: number, to: Partial<Chat>): void;
  /** Stores the typed text, and sends a typing signal to agents. */
  draft(text: string): void;
  core: Core;
}

/** The conversation, with the functions that the core calls. */
export interface Talk extends App {
  /** Shows the conversation to the visitor. */
  show(): void;
  /** Called when a session has begun. */
  begun(answer: Session): void;
  hear(event: unknown): void;
  /** Called when the connection is open. */
  up(): void;
  /** Requests changes, for pages that receive no live events. */
  look(): Promise<void>;
  /** Loads the open chat. */
  load(): void;
  /**
   * Called when another tab has set a token (`is` is true) or removed the token (`is` is false).
   */
  follow(is: boolean): void;
}

/** The shortest time between two typing signals of the visitor, in milliseconds. */
const TYPING_EVERY_MS = 3000;
/**
 * The time after an agent's typing signal for which the agent is shown as typing, in milliseconds.
 */
const TYPING_MS = 6000;
/** The delay before typed text is stored, in milliseconds. */
const DRAFT_EVERY_MS = 400;
/** A message in one line: its text, or else the names of its files. */
export const caption = ({ text, files }: Message): string =>
  text || files.map(it => it.name).join(", ");

/** Creates the conversation of a core, which `show` renders. */
export function talk(core: Core, show: (app: App) => void): Talk {
  const { state, host, visit } = core;
  const { post } = host;
  const server = desk(visit.ask, visit.at);
  /** Returns a text that no other page makes; pages without TLS have no `crypto.randomUUID`. */
  const unique = () => `${Math.random()}${Math.random()}`;
  /** The key under which this page stores its waiting messages. */
  const queue = `q${Math.random().toString(36).slice(2, 8)}` as const;
  /** The ids of new chats, by the key `birth` that the first messages of a new chat share. */
  const born = new Map<string, number>();
  let birth = unique();
  /** True once the visitor has chosen a chat to write in. */
  let chosen = false;
  let saidTyping = 0;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;

  const send = async (it: Sending): Promise<Sent> => {
    try {
      const chat = it.chat ?? born.get(it.birth) ?? null;
      const message = await server.send({ ...it, chat });
      visit.joined();
      if (it.chat === null) {
        born.set(it.birth, message.chat);
        if (chatOf(state()) === null && it.birth === birth)
          state.set({ screen: { chat: message.chat } });
      }
      heard(message);
      state.set({ limit: null, reachable: true, answers: null });
      return { taken: true };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, after, passes } = error;
      if (status === 401) {
        visit.renew();
        return { again: 1500 };
      }
      if (!passes) return { refused: code || error.message };
      state.set({ reachable: status !== 0 });
      if (status === 429) state.set({ limit: { until: now() + (after ?? 5), reason: code } });
      return { again: after ? after * 1000 : status === 429 ? 5000 : null };
    }
  };
  const box = outbox(send, all => {
    if (all.length) visit.acted();
    state.set({ sendings: all });
    host.keep({ [queue]: all.length ? all : undefined });
  });

  const chats = (next: Chat[]) => {
    const unread = next.reduce((sum, it) => sum + it.unread, 0);
    const open = next.filter(it => it.unread).length;
    state.set({ chats: next, unread: { messages: unread, chats: open } });
  };
  const heard = (message: Message) => {
    const s = state();
    const { mine, agent, at } = message;
    const text = caption(message);
    const before = s.threads[message.chat];
    const old = s.chats.find(c => c.id === message.chat) ?? chatNow({ id: message.chat });
    const isFirst = !s.chats.includes(old);
    const isNew = !before?.messages.some(m => m.id === message.id);
    const fresh = isNew && (!old.last || at >= old.last.at);
    const chat: Chat = {
      ...old,
      closed: mine && fresh ? false : old.closed,
      agent: agent ?? old.agent,
      last: fresh ? { text, at } : old.last,
      unread: old.unread + (fresh && !mine ? 1 : 0),
    };
    // A chat that was there before is loaded when it is looked at.
    const thread = before || isFirst ? merge(before, [message]) : undefined;
    state.set({
      threads: thread ? { ...s.threads, [message.chat]: thread } : s.threads,
      typing: mine ? s.typing : null,
    });
    chats(withChat(s.chats, chat));
    if (!mine && fresh) announce(message);
    if (!thread) load();
  };
  const announce = (message: Message) => {
    const { open, muted } = state();
    const { agent, chat, at } = message;
    const text = caption(message);
    post(["event", "onAgentMessage", told(message.text, agent?.name, chat)]);
    if (!muted && !(open && !document.hidden))
      import("./sound").then(
        it => it.ring(),
        () => {},
      );
    if (!open) core.tease({ agent, text, at, chat, rule: null });
  };
  const load = () => {
    const s = state();
    const chat = chatOf(s);
    if (s.open && typeof chat === "number" && !s.threads[chat]) me.older(chat);
  };
  const readIt = () => {
    const s = state();
    const chat = s.chats.find(c => c.id === chatOf(s));
    if (!s.open || !chat?.unread || document.hidden) return;
    if (!s.threads[chat.id]?.messages.length) return;
    me.change(chat.id, { unread: 0 });
    server.read(chat.id).catch(() => {});
  };

  const me: Talk = {
    state,
    send(text, files, form = state().answers ?? undefined) {
      const s = state();
      const chat = chatOf(s) ?? null;
      if (chatOf(s) === undefined) me.go({ chat: null });
      chosen = true;
      state.set({
        drafts: { ...s.drafts, [`${chat}`]: "" },
        attached: { ...s.attached, [`${chat}`]: [] },
      });
      host.keep({ d: state().drafts });
      box.add({
        key: unique(),
        chat,
        birth,
        since: chat === null ? 0 : (s.threads[chat]?.messages.at(-1)?.id ?? 0),
        text,
        files,
        form,
        at: now(),
      });
      post(["event", "onCustomerMessage", told(text, form?.["name"], chat)]);
    },
    retry: box.retry,
    drop: box.drop,
    go(screen) {
      if ("chat" in screen && screen.chat === null) birth = unique();
      chosen = true;
      state.set({ screen, left: false });
      load();
    },
    async older(chat) {
      const before = state().threads[chat];
      if (before?.loading) return;
      const put = (change: Partial<NonNullable<typeof before>>) => {
        const old = state().threads[chat] ?? { messages: [], more: false, loading: false };
        state.set({ threads: { ...state().threads, [chat]: { ...old, ...change } } });
      };
      put({ loading: true });
      try {
        const page = await server.messages(chat, before?.messages[0]?.id ?? null);
        const { messages } = merge(state().threads[chat], page.messages);
        put({ messages, more: page.more, loading: false });
      } catch {
        put({ loading: false });
      }
    },
    change: (chat, to) => chats(state().chats.map(c => (c.id === chat ? { ...c, ...to } : c))),
    draft(text) {
      const chat = chatOf(state()) ?? null;
      state.set({ drafts: { ...state().drafts, [`${chat}`]: text } });
      clearTimeout(draftTimer);
      draftTimer = setTimeout(() => host.keep({ d: state().drafts }), DRAFT_EVERY_MS);
      if (chat === null || !text || Date.now() - saidTyping < TYPING_EVERY_MS) return;
      if (visit.feed.say({ kind: "typing", chatId: chat })) saidTyping = Date.now();
    },
    core,

    show: () => show(me),
    begun(answer) {
      const s = state();
      const { chat } = answer;
      const starts =
        !chosen && chat !== null && chatOf(s) === null && !s.invited && !s.drafts["null"];
      chats(answer.chats.map(chatNow));
      if (chat !== null) {
        const had = s.threads[chat];
        const page = messages(answer.page);
        for (const it of page.messages)
          if (had && !had.messages.some(m => m.id === it.id)) heard(it);
        const reaches = (had?.messages[0]?.id ?? 0) < (page.messages[0]?.id ?? 0);
        const more = had && reaches ? had.more : page.more;
        const thread = { ...merge(state().threads[chat], page.messages), more };
        state.set({ threads: { ...state().threads, [chat]: thread } });
        if (starts) state.set({ screen: { chat } });
      }
      load();
      box.wake();
    },
    hear(it) {
      const news = event(it);
      const s = state();
      if (news.kind === "message") heard(news.message);
      else if (news.kind === "chat") chats(withChat(s.chats, news.chat));
      else if (news.kind === "typing") {
        clearTimeout(typingTimer);
        state.set({ typing: news.chat });
        typingTimer = setTimeout(() => state.set({ typing: null }), TYPING_MS);
      }
    },
    up: box.wake,
    look: () => import("./look").then(it => it.look(core, heard)),
    load,
    follow(is) {
      // What nobody has yet is not sent as somebody else.
      if (!is) box.clear();
      birth = unique();
      chosen = false;
    },
  };

  state.watch(readIt);
  document.addEventListener("visibilitychange", readIt);
  // What earlier pages could not send.
  const kept = host.kept();
  for (const key of Object.keys(kept).filter(it => it[0] === "q") as `q${string}`[]) {
    const left = kept[key];
    host.keep({ [key]: undefined });
    box.restore((Array.isArray(left) ? left : []) as Sending[]);
  }
  const recent = core.recent();
  if (recent) me.begun(recent);
  return me;
}
