/**
 * The widget's core, put together: what the visitor does in the view, what the site calls, and what follows.
 */

import type { Hello, ToFrame } from "../shared/protocol";
import { hostPage } from "./host";
import { flat, identity } from "./identity";
import { next } from "./rules";
import { siteCalls } from "./site";
import { chatOf, first, merge, type Screen, type State, unreadOf } from "./state";
import { type Store, store } from "./store";
import { now, talk, told } from "./talk";
import type { FileRef, Rating, Rule, Sending } from "./types";

export interface App {
  state: Store<State>;
  send(text: string, files: FileRef[], form?: Record<string, string>): void;
  /** Keeps what a form said until the first message. */
  answer(form: Record<string, string>): void;
  retry(key: string): void;
  drop(key: string): void;
  go(screen: Screen): void;
  /** Loads earlier messages of a chat. */
  older(chat: number): Promise<void>;
  rate(chat: number, rating: Rating, comment: string): Promise<void>;
  putOffRating(chat: number): void;
  /** Keeps what is typed, and tells the agent that something is. */
  draft(text: string): void;
  open(open: boolean): void;
  /** Closes the teaser, or takes it up. */
  tease(taken: boolean): void;
  /** The height that the teaser needs. */
  peek(height: number): void;
  mute(muted: boolean): void;
  upload(file: Blob, name: string): Promise<FileRef>;
}

/** The shortest time between two signs of the visitor's own typing, in milliseconds. */
const TYPING_EVERY_MS = 3000;
/** The shortest time between two keepings of what is typed, in milliseconds. */
const DRAFT_EVERY_MS = 400;

/** Starts the core behind a port. `showView` loads and shows the view, once it is wanted. */
export function app(
  hello: Hello,
  origin: string,
  port: MessagePort,
  showView: (app: App) => void,
): App {
  const state = store(first());
  const host = hostPage(hello, origin, port, state);
  const { post } = host;
  let since = Date.now();
  let saidTyping = 0;
  let ruleTimer: ReturnType<typeof setTimeout> | undefined;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let unread = { messages: 0, chats: 0 };
  let isReady = false;

  const tease = (it: State["tease"]) => {
    host.set({ height: null });
    state.set({ tease: it });
    if (it) showView(me);
  };
  const conversation = talk({
    state,
    host,
    app: hello.app,
    organization: `${hello.options["organization"] ?? ""}` || undefined,
    quiet: hello.quiet,
    who: identity(hello.options["user"]),
    tab: Math.random().toString(36).slice(2, 8),
    tease,
    ready() {
      plan();
      if (isReady) return;
      isReady = true;
      post(["event", "onReady", {}]);
      conversation.seen();
    },
  });
  const { server, box } = conversation;

  // Proactive messages.
  const plan = () => {
    clearTimeout(ruleTimer);
    const s = state();
    if (s.phase !== "ready" || s.open || s.tease) return;
    const visit = {
      url: host.page().url,
      seconds: (Date.now() - since) / 1000,
      languages: host.languages(),
      visits: conversation.known() ? 1000 : 1,
    };
    const due = next(conversation.rules(), visit, host.kept().r ?? []);
    if (due) ruleTimer = setTimeout(() => invite(due.rule), due.in * 1000);
  };
  const invite = (rule: Rule) => {
    if (state().open || state().tease) return;
    host.keep({ r: [...(host.kept().r ?? []), rule.id] });
    post(["event", "onProactiveMessage", told(rule.message, "", null)]);
    tease({ agent: null, text: rule.message, at: now(), chat: null, rule: rule.id });
  };

  const shown = (open: boolean) => {
    state.set({ open });
    if (open) {
      if (hello.options["startOnCall"]) host.set({ button: true });
      tease(null);
      showView(me);
      load();
      conversation.wake();
    } else plan();
  };
  const load = () => {
    const chat = chatOf(state());
    if (typeof chat === "number" && !state().threads[chat]) me.older(chat);
  };
  const readIt = () => {
    const s = state();
    const chat = s.chats.find(c => c.id === chatOf(s));
    if (!s.open || !chat?.unread || document.visibilityState !== "visible") return;
    if (!s.threads[chat.id]?.messages.length) return;
    state.set({ chats: s.chats.map(c => (c === chat ? { ...c, unread: 0 } : c)) });
    server.read(chat.id).catch(() => {});
  };

  const me: App = {
    state,
    send(text, files, form = state().answers ?? undefined) {
      const s = state();
      const chat = chatOf(s) ?? null;
      if (chatOf(s) === undefined) me.go({ chat: null });
      const sending: Sending = {
        key: crypto.randomUUID(),
        chat,
        birth: conversation.born(),
        since: chat === null ? 0 : (s.threads[chat]?.messages.at(-1)?.id ?? 0),
        text,
        files,
        form,
        at: now(),
      };
      const left = !!form && !s.online;
      state.set({ drafts: { ...s.drafts, [`${chat}`]: "" }, left: left || s.left });
      host.keep({ d: state().drafts });
      box.add(sending);
      post(["event", "onCustomerMessage", told(text, form?.["name"], chat)]);
      if (left) post(["event", "onOfflineFormSubmit", userData(form)]);
    },
    answer(form) {
      state.set({ answers: form });
      post(["event", "onPreChatFormSubmit", userData(form)]);
    },
    retry: box.retry,
    drop: box.drop,
    go(screen) {
      if ("chat" in screen && screen.chat === null) conversation.bear();
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
    async rate(chat, rating, comment) {
      await server.rate(chat, rating, comment);
      const rated = { rating, ratable: false };
      state.set({ chats: state().chats.map(c => (c.id === chat ? { ...c, ...rated } : c)) });
      post(["event", "onRated", { rating, comment, cid: chat }]);
    },
    putOffRating: chat => state.set({ unrated: [...state().unrated, chat] }),
    draft(text) {
      const chat = chatOf(state()) ?? null;
      state.set({ drafts: { ...state().drafts, [`${chat}`]: text } });
      clearTimeout(draftTimer);
      draftTimer = setTimeout(() => host.keep({ d: state().drafts }), DRAFT_EVERY_MS);
      if (chat === null || !text || Date.now() - saidTyping < TYPING_EVERY_MS) return;
      if (conversation.say({ kind: "typing", chatId: chat })) saidTyping = Date.now();
    },
    open: open => post(["open", open]),
    tease(taken) {
      const it = state().tease;
      if (taken && it) {
        if (it.rule !== null) conversation.bear();
        state.set({ screen: { chat: it.chat }, invited: it.rule === null ? null : it });
        post(["open", true]);
      }
      tease(null);
    },
    peek: height => host.set({ height }),
    mute(muted) {
      state.set({ muted });
      host.keep({ m: muted });
    },
    upload: server.upload,
  };
  const userData = (form: Record<string, string> = {}) => {
    const { name = "", email = "", phone = "", company = "" } = form;
    return { userData: { name, email, phone, company } };
  };

  const calls = siteCalls({
    app: me,
    show: button => host.set({ button }),
    offset: (x, y) => host.set({ x, y }),
    identify(given) {
      const said = identity(given);
      const who = conversation.identity();
      // Without a new proof the old one stays, but only for the same user.
      const same = !said?.["userId"] || said["userId"] === who?.["userId"];
      return said ? conversation.identify({ ...(same ? who : {}), ...said }) : undefined;
    },
    data(given) {
      const who = conversation.identity();
      const customData = { ...flat(who?.["customData"]), ...flat(given) };
      return conversation.identify({ ...who, customData });
    },
    language: host.wish,
    track: (name, data) => {
      const own = flat(data);
      conversation.happened(Object.keys(own).length ? { name, data: own } : { name });
    },
    rule(id) {
      const rule = conversation.rules().find(it => `${it.id}` === id);
      if (rule) invite(rule);
      return !!rule;
    },
    async logOut() {
      await conversation.leave();
      const { dark, language, palette, config, open } = state();
      state.set({ ...first(), dark, language, palette, config, open });
      await conversation.begin();
    },
    warn: text => post(["warn", text]),
  });

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    const [kind, a] = data;
    if (kind === "open") shown(a);
    else if (kind === "page") {
      const moved = host.page().url !== a.url;
      host.moved(a);
      host.look();
      if (!moved) return;
      since = Date.now();
      conversation.seen();
      if (state().tease?.rule != null) tease(null);
      plan();
    } else if (kind === "kept") {
      // Another tab has become somebody else, or nobody.
      const { dark, language, palette, config, open } = state();
      state.set({ ...first(), dark, language, palette, config, open });
      conversation.follow(a.t || null);
    } else if (kind === "call") {
      const number = data[3];
      Promise.resolve(calls(a, data[2])).then(() => number >= 0 && post(["done", number]));
    }
  };

  state.watch(() => {
    const count = unreadOf(state());
    if (count.messages !== unread.messages || count.chats !== unread.chats) {
      const both = { unreadMessages: count.messages, unreadChats: count.chats };
      if (count.messages > unread.messages) post(["event", "onNewUnreadMessages", both]);
      if (count.chats > unread.chats) post(["event", "onNewUnreadChat", both]);
      post(["event", "onUnreadCountChanged", both]);
      unread = count;
    }
    host.paint();
    readIt();
  });
  document.addEventListener("visibilitychange", () => {
    readIt();
    if (document.visibilityState === "visible") conversation.wake();
  });
  addEventListener("online", conversation.wake);

  const kept = host.kept();
  state.set({ muted: !!kept.m, drafts: kept.d ?? {} });
  host.look();
  post(["ready"]);
  for (const key of Object.keys(kept).filter(it => it.startsWith("q")) as `q${string}`[]) {
    const left = kept[key];
    host.keep({ [key]: undefined });
    box.restore((Array.isArray(left) ? left : []) as Sending[]);
  }
  conversation.begin();
  if (hello.open) shown(true);
  return me;
}
