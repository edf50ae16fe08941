/** The host's page, which the core reaches only through the loader's port. */

import { palette } from "../../ui/colour";
import type { Hello, Kept, Page, ToPage } from "../shared/protocol";
import { choose, rtl, wordsOf } from "../words/languages";
import { paint } from "./paint";
import type { State } from "./state";
import type { Store } from "./store";

export interface HostPage {
  post(what: ToPage): void;
  kept(): Kept;
  /** Stores a change of the widget's data for the site's next pages, if the visitor has acted. */
  keep(change: Kept): void;
  /** Stores the token of the visitor's session for the site's next pages. From then on, `keep` stores data, too. */
  keepAs(token: string): void;
  forget(): void;
  page(): Page;
  moved(page: Page): void;
  /** The preferred languages, the most preferred first. */
  languages(): string[];
  wish(language: string): void;
  /** Updates theme and language after a change of their sources. */
  look(): void;
  /** Updates the button and the frame on the page. */
  paint(): void;
  set(change: Own): void;
}

/** The appearance of the button and the frame, as set by the site and the view. */
export interface Own {
  /** True if the button is shown. */
  button?: boolean;
  x?: number;
  y?: number;
  /** The height of the teaser, in pixels. */
  height?: number;
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
  let own: Own = {};
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
      const colours = palette(state().config.color, dark);
      state.set({ dark, language, palette: colours });
      const root = document.documentElement;
      root.dataset["theme"] = root.style.colorScheme = dark ? "dark" : "light";
      root.lang = language;
      root.dir = rtl(language) ? "rtl" : "ltr";
    },
    async paint() {
      const s = state();
      const words = await wordsOf(s.language);
      if (s !== state() || (s.phase !== "ready" && !s.open)) return;
      const { position: side, offsetX: x, offsetY: y } = s.config;
      post(["paint", paint({ side, x, y, ...own, state: s, words })]);
    },
    set(change) {
      own = { ...own, ...change };
      it.paint();
    },
  };
  return it;
}
