/** The visit: the session and the identity of the visitor, the page, and the live events. */

import type { Place } from "./desk";
import type { HostPage } from "./host";
import { type Ask, ask, Refusal } from "./http";
import type { Identity } from "./identity";
import { type Live, live } from "./live";
import type { State } from "./state";
import type { Store } from "./store";
import { type Session, session } from "./wire";

export interface Visit {
  ask: Ask;
  at(): Place;
  feed: Live;
  /** Begins a session, with the current identity and token. */
  begin(): Promise<void>;
  /** Begins a session without a token, because the token has expired. */
  renew(): Promise<void>;
  who(): Identity | null;
  be(who: Identity | null): Promise<void>;
  /** Called when the visitor has acted: from now on the token is stored. */
  acted(): void;
  /** Called when the server knows the visitor; opens the connection for live events. */
  joined(): void;
  /** True if the server has stored something about the visitor. */
  known(): boolean;
  /** Reports to the server that the visitor sees a page. */
  seen(): void;
  /** Continues with another tab's token, or without a token; `who` is the new identity. */
  follow(token: string | null, who?: Identity | null): Promise<void>;
}

export interface Given {
  state: Store<State>;
  host: HostPage;
  app: string;
  organization: string | undefined;
  /** True if the browser asks not to be tracked. */
  quiet: boolean;
  who: Identity | null;
  /** Called when a session has begun. */
  begun(answer: Session): void;
  /** Called with an event about a chat. */
  hear(event: unknown): void;
  look(): Promise<void>;
  /** Called when the connection is open. */
  up(): void;
}

/** The longest URL that the server accepts, in characters. */
const ADDRESS_MAX = 2048;
/** The time on a page after which the page view is reported, in milliseconds. */
const SEEN_MS = 5000;
/** The delay before the session begins again after an event of an unknown kind, in milliseconds. */
const AGAIN_MS = 1000;

export function visit({ state, host, app, organization, quiet, ...given }: Given): Visit {
  const base = new URL("v1/", location.href).href;
  let token = host.kept().t || null;
  let who = given.who;
  let last: { after: number; history?: string } = { after: 0 };
  let known = false;
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sight: ReturnType<typeof setTimeout> | undefined;
  const it: Visit = {
    ask: (method, path, load) => ask(base + path, method, token, load),
    at() {
      const { url, referrer } = host.page();
      const locale = state().language;
      return { page: url.slice(0, ADDRESS_MAX), referrer: referrer.slice(0, ADDRESS_MAX), locale };
    },
    feed: live({
      base,
      token: () => token,
      after: () => last,
      busy: () => state().open && !document.hidden,
      connected(reachable) {
        state.set({ reachable });
        if (reachable) given.up();
      },
      stale: () => it.begin(),
      look: given.look,
      hear(event) {
        const { kind, seq, history, online } = event as Record<string, unknown>;
        if (typeof seq === "number") last = { ...last, after: Math.max(last.after, seq) };
        if (typeof history === "string") last.history = history;
        if (kind === "message" || kind === "chat" || kind === "typing") given.hear(event);
        else if (kind !== "online" || online !== state().online) again();
      },
    }),
    async begin() {
      const mine = ++round;
      clearTimeout(timer);
      try {
        const body = { app, organization, ...(who ? { user: who } : {}), ...it.at() };
        const answer = session(await it.ask("POST", "session", { body }));
        if (mine !== round) return;
        // The old token has ended with the socket that it opened.
        if (answer.token) it.feed.stop();
        token = answer.token ?? token;
        known = answer.identified || !!answer.chats.length;
        last = { after: Math.max(last.after, answer.seq), history: answer.history };
        given.begun(answer);
        state.set({ ...answer.shown, phase: "ready", reachable: true });
        if (answer.doubt) host.post(["warn", `The claim who the visitor is: ${answer.doubt}`]);
        host.look();
        if (known) it.joined();
      } catch (error) {
        if (mine !== round) return;
        if (!(error instanceof Refusal)) throw error;
        if (error.status === 401 && token) return it.renew();
        if (error.passes) {
          state.set({ reachable: false });
          const wait = error.after ? error.after * 1000 : 4000 + Math.random() * 6000;
          timer = setTimeout(it.begin, wait);
        } else {
          state.set({ phase: "refused" });
          host.post(["warn", `${error.status} ${error.message}`]);
        }
      }
    },
    renew() {
      token = null;
      host.keep({ t: undefined });
      return it.begin();
    },
    who: () => who,
    be(next) {
      who = next;
      return it.begin();
    },
    acted() {
      if (token) host.keepAs(token);
    },
    joined() {
      known = true;
      it.acted();
      it.feed.start();
    },
    known: () => known,
    seen() {
      if (quiet || !known || sight) return;
      sight = setTimeout(() => {
        sight = undefined;
        it.ask("POST", "events", { body: { events: [], ...it.at() } }).catch(() => {});
      }, SEEN_MS);
    },
    follow(next, as = who) {
      it.feed.stop();
      token = next;
      who = as;
      known = false;
      last = { after: 0 };
      return it.begin();
    },
  };
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(it.begin, AGAIN_MS);
  };
  return it;
}
