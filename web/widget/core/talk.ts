/** The conversation: the session, what is sent, and what is heard. It knows no element and no call of a site. */

import { type Desk, desk, type Happening } from "./desk";
import type { HostPage } from "./host";
import { Refusal } from "./http";
import type { Identity } from "./identity";
import { live } from "./live";
import { type Outbox, outbox, type Sent } from "./outbox";
import { ring } from "./sound";
import { chatOf, merge, type State, withChat } from "./state";
import type { Store } from "./store";
import type { Chat, Message, Rule, Sending } from "./types";
import { type Event, event, type Session } from "./wire";

export interface Talk {
  server: Desk;
  box: Outbox;
  /** Begins a session, as somebody or as before. */
  begin(): Promise<void>;
  identity(): Identity | null;
  identify(who: Identity | null): Promise<void>;
  happened(it: Happening): void;
  /** Tells the server that a page is seen. */
  seen(): void;
  say(what: unknown): boolean;
  wake(): void;
  leave(): Promise<void>;
  /** Goes on with another tab's token, or without one. */
  follow(token: string | null): void;
  rules(): Rule[];
  /** Whether the server knows this visitor. */
  known(): boolean;
  born(): string;
  bear(): void;
}

/** How long somebody is said to type after the last sign of it, in milliseconds. */
const TYPING_MS = 6000;
/** The longest that something that happened waits to be told with others, in milliseconds. */
const BATCH_MS = 5000;
/** The most that is told at once. */
const BATCH_MAX = 20;

export const now = () => Math.floor(Date.now() / 1000);

/** What `event.detail.message` of a site's handler holds. */
export const told = (text: string, name: string | undefined, cid: number | null) => ({
  message: { text, content: text, author_name: name ?? "", cid },
});

export interface Wants {
  state: Store<State>;
  host: HostPage;
  app: string;
  organization: string | undefined;
  /** Whether the browser asks not to be tracked. */
  quiet: boolean;
  who: Identity | null;
  tab: string;
  tease(tease: State["tease"]): void;
  ready(): void;
}

export function talk({ state, host, app, organization, quiet, tab, ...wants }: Wants): Talk {
  const base = new URL("v1/", location.href).href;
  let token = host.kept().t || null;
  let who = wants.who;
  let rules: Rule[] = [];
  let seq = 0;
  let known = false;
  let round = 0;
  let birth: string = crypto.randomUUID();
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  const born = new Map<string, number>();
  const place = () => {
    const { url, referrer } = host.page();
    return { page: url, referrer, locale: state().language };
  };
  const server = desk(base, app, organization, () => token, place);

  const send = async (it: Sending): Promise<Sent> => {
    try {
      const chat = it.chat ?? born.get(it.birth) ?? null;
      const message = await server.send({ ...it, chat });
      if (token) host.keepAs(token);
      known = true;
      if (it.chat === null) {
        born.set(it.birth, message.chat);
        if (chatOf(state()) === null && it.birth === birth)
          state.set({ screen: { chat: message.chat } });
      }
      hear({ kind: "message", message });
      state.set({ limit: null, reachable: true, answers: null });
      feed.start();
      return { taken: true };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) {
        renew();
        return { again: 1500 };
      }
      if (!error.passes) return { refused: error.code || error.message };
      state.set({ reachable: error.status !== 0 });
      if (error.status === 429)
        state.set({ limit: { until: now() + (error.after ?? 5), reason: error.code } });
      return { again: error.after ? error.after * 1000 : error.status === 429 ? 5000 : null };
    }
  };
  const box = outbox(send, all => {
    if (all.length && token) host.keepAs(token);
    state.set({ sendings: all });
    host.keep({ [`q${tab}`]: all.length ? all : undefined });
  });

  const feed = live({
    base,
    token: () => token,
    after: () => seq,
    busy: () => state().open && document.visibilityState === "visible",
    connected(is) {
      state.set({ reachable: is });
      if (is) box.wake();
    },
    stale: () => begin(),
    async look() {
      const s = state();
      const chat = chatOf(s);
      const open = s.open && typeof chat === "number";
      if (open) for (const message of (await server.messages(chat, null)).messages) heard(message);
      const shown = state().chats.reduce((sum, it) => sum + it.unread, 0);
      // Only the session tells of a closed chat and of who is there.
      looks += 1;
      if ((await server.unread()) !== shown || looks % 4 === 0) await begin();
    },
    hear(it) {
      const { seq: at, event: told } = event(it);
      if (at !== null) seq = Math.max(seq, at);
      hear(told);
    },
  });

  const hear = (it: Event) => {
    const s = state();
    if (it.kind === "message") heard(it.message);
    else if (it.kind === "chat") state.set({ chats: withChat(s.chats, it.chat) });
    else if (it.kind === "online") state.set({ online: it.online, nextOpen: it.nextOpen });
    else if (it.kind === "typing") {
      clearTimeout(typingTimer);
      state.set({ typing: it.on ? { chat: it.chat, agent: it.agent } : null });
      if (it.on) typingTimer = setTimeout(() => state.set({ typing: null }), TYPING_MS);
    } else if (it.kind === "seen") {
      const thread = s.threads[it.chat];
      if (!thread) return;
      const messages = thread.messages.map(m => (m.mine ? { ...m, seen: true } : m));
      state.set({ threads: { ...s.threads, [it.chat]: { ...thread, messages } } });
    } else if (it.kind === "other") again();
  };
  let againTimer: ReturnType<typeof setTimeout> | undefined;
  /** Asks anew after something that this version cannot read. */
  const again = () => {
    clearTimeout(againTimer);
    againTimer = setTimeout(begin, 1000);
  };

  const heard = (message: Message) => {
    const s = state();
    const before = s.threads[message.chat];
    const old: Chat = s.chats.find(c => c.id === message.chat) ?? {
      id: message.chat,
      closed: false,
      agent: message.agent,
      last: null,
      unread: 0,
      rating: null,
      ratable: false,
    };
    // Of a chat that was there before, earlier messages are still to be loaded.
    const unread = { messages: [], more: s.chats.includes(old), loading: false };
    const isNew = !before?.messages.some(m => m.id === message.id);
    const fresh = isNew && (!old.last || message.at >= old.last.at);
    const chat: Chat = {
      ...old,
      closed: message.mine && fresh ? false : old.closed,
      agent: message.agent ?? old.agent,
      last: fresh ? { text: message.text, at: message.at } : old.last,
      unread: old.unread + (fresh && !message.mine ? 1 : 0),
    };
    state.set({
      threads: { ...s.threads, [message.chat]: merge(before ?? unread, [message]) },
      chats: withChat(s.chats, chat),
      typing: message.mine ? s.typing : null,
    });
    if (!message.mine && fresh) announce(message);
  };
  const announce = (message: Message) => {
    const { open, muted } = state();
    const { agent, text, chat, at } = message;
    host.post(["event", "onAgentMessage", told(text, agent?.name, chat)]);
    if (!muted && !(open && document.visibilityState === "visible")) ring();
    if (!open) wants.tease({ agent, text, at, chat, rule: null });
  };

  const renew = (): Promise<void> => {
    // The token has ended: the visitor begins anew.
    token = null;
    host.keep({ t: undefined });
    return begin();
  };
  const begin = async (): Promise<void> => {
    const mine = ++round;
    clearTimeout(retryTimer);
    try {
      const answer = await server.session(who);
      if (mine === round) settle(answer);
    } catch (error) {
      if (mine !== round) return;
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401 && token) return renew();
      if (error.passes) {
        state.set({ reachable: false });
        const wait = error.after ? error.after * 1000 : 4000 + Math.random() * 6000;
        retryTimer = setTimeout(begin, wait);
      } else {
        state.set({ phase: "refused" });
        host.post(["warn", error.message || `The desk answers with ${error.status}`]);
      }
    }
  };
  const settle = (answer: Session) => {
    const s = state();
    if (answer.token) token = answer.token;
    known = answer.identified || answer.chats.length > 0;
    if (known && token) host.keepAs(token);
    seq = Math.max(seq, answer.seq);
    rules = answer.rules;
    const { chat } = answer;
    const thread = chat === null ? null : merge(s.threads[chat], answer.messages);
    const had = chat !== null && s.threads[chat];
    const earlier = had && (had.messages[0]?.id ?? 0) < (answer.messages[0]?.id ?? 0);
    const starts =
      s.phase !== "ready" &&
      chat !== null &&
      chatOf(s) === null &&
      !s.sendings.some(it => it.chat === null);
    for (const it of answer.messages) if (had && !had.messages.some(m => m.id === it.id)) heard(it);
    state.set({
      phase: "ready",
      reachable: true,
      config: answer.config,
      online: answer.online,
      nextOpen: answer.nextOpen,
      known: answer.known,
      chats: answer.chats,
      threads:
        chat !== null && thread
          ? { ...state().threads, [chat]: { ...thread, more: earlier ? had.more : answer.more } }
          : state().threads,
      screen: starts ? { chat } : s.screen,
    });
    if (answer.doubt) host.post(["warn", `The claim who the visitor is: ${answer.doubt}`]);
    host.look();
    if (known) feed.start();
    box.wake();
    wants.ready();
  };

  // What happened is told in batches, and of nobody who only looked.
  let batch: Happening[] = [];
  let sight = false;
  let batchTimer: ReturnType<typeof setTimeout> | null = null;
  const later = () => {
    if (batchTimer) return;
    batchTimer = setTimeout(() => {
      batchTimer = null;
      const events = batch.splice(0, BATCH_MAX);
      sight = false;
      const acted = () => events.length && token && host.keepAs(token);
      server.happened(events).then(acted, () => {});
      if (batch.length) later();
    }, BATCH_MS);
  };

  return {
    server,
    box,
    begin,
    identity: () => who,
    identify(next) {
      who = next;
      return begin();
    },
    happened(it) {
      batch = [...batch, it].slice(-100);
      later();
    },
    seen() {
      if (quiet || !known || sight) return;
      sight = true;
      later();
    },
    say: feed.say,
    wake() {
      feed.wake();
      box.wake();
      if (state().phase === "starting") begin();
    },
    async leave() {
      feed.stop();
      box.clear();
      if (token) await server.leave().catch(() => {});
      token = null;
      who = null;
      known = false;
      seq = 0;
      host.forget();
    },
    follow(next) {
      feed.stop();
      token = next;
      seq = 0;
      begin();
    },
    rules: () => rules,
    known: () => known,
    born: () => birth,
    bear() {
      birth = crypto.randomUUID();
    },
  };
}
