/**
 * The core of the widget, which runs before the chat is opened: the session, unread counts, the
 * button, and the calls of the site. The code for conversations is in `talk.ts`, which is loaded on
 * demand.
 */

import type { Hello, ToFrame } from "../shared/protocol";
import { type HostPage, hostPage } from "./host";
import type { Proactive } from "./proactive";
import type { siteCalls } from "./site";
import { first, type State, type Tease } from "./state";
import { type Store, store } from "./store";
import type { Talk } from "./talk";
import { type Visit, visit } from "./visit";
import type { Session } from "./wire";

export interface Core {
  state: Store<State>;
  host: HostPage;
  visit: Visit;
  /** The server's last answer to `POST session`; undefined before the first answer. */
  recent(): Session | undefined;
  /** The site's proactive rules; undefined for a site without rules. */
  rules(): Proactive | undefined;
  /** Opens or closes the chat. */
  open(open: boolean): void;
  /** Shows a teaser next to the button while the chat is closed; null removes the teaser. */
  tease(tease: Tease | null): void;
  mute(muted: boolean): void;
  /** Resolves with the conversation, which the first call loads. */
  talk(): Promise<Talk>;
  /** Runs a function on the conversation, if the conversation has been loaded. */
  also(act: (it: Talk) => void): void;
  /** Resets the state to that of an unknown visitor. */
  reset(): void;
}

/** The pause before a failed load of the view is repeated, in milliseconds. */
const AGAIN_MS = 3000;

/** Starts the widget, which exchanges messages with the host's page through a port. */
export async function start(hello: Hello, origin: string, port: MessagePort): Promise<void> {
  const state = store(first());
  const host = hostPage(hello, origin, port, state);
  const { post } = host;
  const { user, organization, startOnCall } = hello.options;
  let talking: Promise<Talk> | undefined;
  let viewed = false;
  let recent: Session | undefined;
  let rules: Proactive | undefined;
  let ruling: Promise<unknown> | undefined;
  let call: ReturnType<typeof siteCalls> | undefined;
  let calls = Promise.resolve<unknown>(0);
  let unread = { messages: 0, chats: 0 };
  let isReady = false;

  const talk = () => {
    talking ??= import("../view/main").then(it => it.talk(core));
    talking.catch(() => {
      talking = undefined;
    });
    return talking;
  };
  const view = () => {
    talk().then(
      it => {
        if (!viewed) it.show();
        viewed = true;
      },
      () => setTimeout(() => (state().open || state().tease) && view(), AGAIN_MS),
    );
  };
  const also = (act: (it: Talk) => void) => void talking?.then(act, () => {});

  const core: Core = {
    state,
    host,
    visit: visit({
      state,
      host,
      app: hello.app,
      organization: organization ? `${organization}` : undefined,
      quiet: hello.quiet,
      who: user ? (await import("./site")).identity(user) : null,
      async begun(answer) {
        also(it => it.begun(answer));
        recent = answer;
        if (!isReady) {
          isReady = true;
          post(["event", "onReady", {}]);
          core.visit.seen();
        }
        if (answer.rules.length)
          ruling ??= import("./proactive").then(it => {
            rules = it.proactive(core);
          });
        await ruling?.catch(() => {});
        rules?.plan(answer.rules);
      },
      hear: event =>
        void talk().then(
          it => it.hear(event),
          () => {},
        ),
      look: async () => (await talk()).look(),
      up: () => also(it => it.up()),
    }),
    recent: () => recent,
    rules: () => rules,
    open: open => post(["open", open]),
    tease(tease) {
      // One that follows another stands in its place, which may be as high as it needs already.
      if (!tease) host.set({ height: 0 });
      state.set({ tease });
      if (tease) view();
    },
    mute(muted) {
      state.set({ muted });
      host.keep({ m: muted });
    },
    talk,
    also,
    reset() {
      const { dark, language, palette, config, open } = state();
      state.set({ ...first(), dark, language, palette, config, open });
    },
  };

  const shown = (open: boolean) => {
    state.set({ open });
    if (open) {
      if (startOnCall) host.set({ button: true });
      core.tease(null);
      view();
      also(it => it.load());
      core.visit.feed.wake();
    } else rules?.plan();
  };

  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    const [kind, a] = data;
    if (kind === "open") shown(a);
    else if (kind === "page") {
      const moved = host.page().url !== a.url;
      host.moved(a);
      host.look();
      if (!moved) return;
      core.visit.seen();
      rules?.moved();
    } else if (kind === "kept") {
      // Another tab has become somebody else, or nobody.
      also(it => it.follow(!!a.t));
      core.reset();
      core.visit.follow(a.t || null);
    } else {
      const [, said, args, number] = data;
      const name = said.toLowerCase();
      let done: Promise<unknown> = Promise.resolve();
      if (/^(show|hide)chatwidget$/.test(name)) host.set({ button: name[0] === "s" });
      else if (name === "setchatbuttonoffset") host.set({ x: Number(args[0]), y: Number(args[1]) });
      else {
        // One after the other, in the order in which the site called.
        calls = calls
          .then(() => import("./site"))
          .then(it => {
            call ??= it.siteCalls(core);
            return call(said, args);
          });
        done = calls = calls.catch(() => {});
      }
      done.then(() => number >= 0 && post(["done", number]));
    }
  };

  state.watch(() => {
    const { messages, chats } = state().unread;
    if (messages !== unread.messages || chats !== unread.chats) {
      const both = { unreadMessages: messages, unreadChats: chats };
      if (messages > unread.messages) post(["event", "onNewUnreadMessages", both]);
      if (chats > unread.chats) post(["event", "onNewUnreadChat", both]);
      post(["event", "onUnreadCountChanged", both]);
      unread = { messages, chats };
    }
    host.paint();
  });
  const wake = () => {
    if (core.visit.known()) core.visit.joined();
    else state.set({ reachable: true });
    core.visit.feed.wake();
    also(it => it.up());
    if (state().phase === "starting") core.visit.begin();
  };
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  // A hidden page hears on too: for the sound, the badge and the site.
  addEventListener("online", wake);
  addEventListener("offline", () => {
    core.visit.feed.stop();
    state.set({ reachable: false });
  });

  const kept = host.kept();
  state.set({ muted: !!kept.m, drafts: kept.d ?? {} });
  host.look();
  post(["ready"]);
  // Messages that an earlier page could not send.
  if (Object.keys(kept).some(it => it[0] === "q")) talk().catch(() => {});
  core.visit.begin();
  if (hello.open) shown(true);
}
