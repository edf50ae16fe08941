/** The host's page as the core sees it: through the loader's port alone. */

import type { Hello, Kept, Page, ToPage } from "../shared/protocol";
import { choose, rtl, say, wordsOf } from "../words/languages";
import { own, palette } from "./colour";
import { paint } from "./paint";
import { type State, unreadOf } from "./state";
import type { Store } from "./store";

export interface HostPage {
  post(what: ToPage): void;
  kept(): Kept;
  /** Keeps something for the next page, if the visitor has acted. */
  keep(change: Kept): void;
  /** Begins to keep, under this token. */
  keepAs(token: string): void;
  forget(): void;
  page(): Page;
  moved(page: Page): void;
  /** The languages that are wished, the most wished first. */
  languages(): string[];
  wish(language: string): void;
  /** Theme and language, after something they follow from has changed. */
  look(): void;
  /** Shows the page what it shows of the widget. */
  paint(): void;
  set(change: { button?: boolean; x?: number; y?: number; height?: number | null }): void;
}

export function hostPage(
  hello: Hello,
  origin: string,
  port: MessagePort,
  state: Store<State>,
): HostPage {
  const { options } = hello;
  let kept: Kept = hello.kept || {};
  // The page may say where it is, but not on another site: the browser knows its origin.
  const honest = (it: Page): Page =>
    origin === "null" || it.url.startsWith(`${origin}/`) ? it : { ...it, url: `${origin}/` };
  let page = honest(hello.page);
  let wished = `${options["locale"] ?? ""}`;
  let button = false;
  let x: number | undefined;
  let y: number | undefined;
  let height: number | null = null;
  const post = (what: ToPage) => port.postMessage(what);
  const it: HostPage = {
    post,
    kept: () => kept,
    keep(change) {
      kept = { ...kept, ...change };
      if (kept.t) post(["kept", change]);
    },
    keepAs(token) {
      if (kept.t !== token) it.keep({ ...kept, t: token });
    },
    forget() {
      const nothing = Object.fromEntries(Object.keys(kept).map(key => [key, undefined]));
      post(["kept", { ...nothing, t: undefined }]);
      kept = {};
    },
    page: () => page,
    moved(to) {
      page = honest(to);
    },
    languages: () => [wished, ...hello.languages].filter(Boolean),
    wish(language) {
      wished = language;
      it.look();
    },
    look() {
      const theme = options["theme"];
      const system = /dark/.test(page.scheme) && (!/light/.test(page.scheme) || page.dark);
      const dark = theme === "dark" || (theme !== "light" && system);
      const language = choose(it.languages());
      const colours = palette(state().config.color, dark) ?? own(dark);
      state.set({ dark, language, palette: colours });
      const root = document.documentElement;
      root.dataset["theme"] = dark ? "dark" : "light";
      root.lang = language;
      root.dir = rtl(language) ? "rtl" : "ltr";
    },
    async paint() {
      const s = state();
      const words = await wordsOf(s.language);
      if (s !== state() || (s.phase !== "ready" && !s.open)) return;
      const { messages } = unreadOf(s);
      const scene = {
        palette: s.palette,
        dark: s.dark,
        open: s.open,
        button: button && s.phase === "ready",
        peek: s.tease ? (height ?? 0) : null,
        side: s.config.side,
        x: x ?? s.config.x,
        y: y ?? s.config.y,
        unread: messages,
        words: {
          open: words.open,
          close: words.close,
          unread: say(words.unread, { n: messages }),
        },
      };
      post(["paint", paint(scene)]);
    },
    set(change) {
      if (change.button !== undefined) button = change.button;
      if (change.x !== undefined) x = change.x;
      if (change.y !== undefined) y = change.y;
      if (change.height !== undefined) height = change.height;
      it.paint();
    },
  };
  return it;
}
