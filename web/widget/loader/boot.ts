/**
 * The script on the host's page: the queue of calls, the button, and the frame.
 *
 * The frame is loaded when the page is complete and idle. The script throws no errors into the
 * host's code. The host's content security policy must permit only `script-src` and `frame-src` for
 * this server.
 */

import type { Hello, Kept, Page, ToFrame, ToPage } from "../shared/protocol";
import { events } from "./events";
import { type Keep, keepOf } from "./keep";
import { plain } from "./plain";
import { type Ui, ui } from "./ui";

type Args = ArrayLike<unknown>;
type Stub = ((...args: unknown[]) => void) & {
  q?: ArrayLike<Args> | { push: (args: Args) => void };
  c?: (args: Args) => void;
  deskbell?: 1;
};
type Options = Record<string, unknown>;

/** The window of a host's page. */
export type Host = Window &
  typeof globalThis & { HelpCrunch?: Stub; helpcrunchSettings?: Options; navigation?: EventTarget };

/**
 * The time without an answer of the frame after which a warning is logged, in milliseconds.
 */
export const PATIENCE_MS = 15_000;

/** Starts the widget on a page; a second call does nothing. */
export function boot(w: Host, base: string): void {
  const d = w.document;
  const n = w.navigator as Navigator & { globalPrivacyControl?: boolean };
  const stub = w.HelpCrunch;
  if (stub?.deskbell) return;
  const say = (what: unknown) => w.console.warn("[chat]", what);
  const bus = events(say);
  const done: (() => void)[] = [];
  const early: unknown[][] = [];
  let options: Options = {};
  let app = "";
  let keep: Keep;
  let kept: Kept;
  let view: Ui | undefined;
  let port: MessagePort | undefined;
  let outbox: ToFrame[] = [];
  let ready = false;
  let opened = false;

  const dark = w.matchMedia("(prefers-color-scheme:dark)");
  const page = (): Page => ({
    url: w.location.href,
    title: d.title,
    referrer: d.referrer,
    scheme: w.getComputedStyle(d.documentElement).colorScheme,
    dark: dark.matches,
  });
  const post = (what: ToFrame) => (ready ? port?.postMessage(what) : outbox.push(what));
  const tell = () => {
    view?.mount();
    post(["page", page()]);
  };

  const load = () => {
    if (view || !app) return;
    if (!d.body) return d.addEventListener("DOMContentLoaded", load);
    view = ui(d, toggle, !!kept.o);
    view.frame.onload = () => {
      const channel = new MessageChannel();
      const hello: Hello = {
        deskbell: 1,
        app,
        kept,
        page: page(),
        languages: [d.documentElement.lang, ...n.languages],
        options: plain(options) || {},
        quiet: n.doNotTrack === "1" || !!n.globalPrivacyControl,
        open: opened,
      };
      port = channel.port1;
      port.onmessage = e => hear(e.data);
      ready = false;
      view?.frame.contentWindow?.postMessage(hello, new URL(base).origin, [channel.port2]);
    };
    view.frame.src = `${base}widget/frame?${new URLSearchParams({ app, organization: `${options["organization"] || ""}` })}`;
    view.mount();
    w.setTimeout(() => ready || refused(), PATIENCE_MS);
  };
  const refused = () =>
    say(`${base} is not let in: frame-src, a blocker, a sandbox, the list of sites, the appId`);
  const soon = () => {
    const idle = () =>
      w.requestIdleCallback
        ? w.requestIdleCallback(load, { timeout: 2000 })
        : w.setTimeout(load, 200);
    if (options["loadImmediately"]) load();
    else if (d.readyState === "complete") idle();
    else w.addEventListener("load", idle);
  };

  const toggle = (open = !opened) => {
    if (opened === open) return;
    opened = open;
    if (open) load();
    if (kept?.t) save({ o: open });
    post(["open", open]);
    bus.emit(open ? "onChatOpen" : "onChatClose");
  };
  const save = (change: Kept) => {
    kept = { ...(kept.t ? keep.get() : kept), ...change };
    keep.set(kept);
  };

  const hear = ([kind, a, b]: ToPage) => {
    if (kind === "ready") {
      ready = true;
      for (const what of outbox) post(what);
      outbox = [];
    } else if (kind === "paint") view?.paint(a);
    else if (kind === "event") bus.emit(a, b);
    else if (kind === "kept") save(a.t ? { ...a, o: opened } : a);
    else if (kind === "open") toggle(a);
    else if (kind === "done") done[a]?.();
    else say(a);
  };

  const init = (given: Options, shown: boolean) => {
    app = `${given["appId"] || given["applicationId"] || ""}`;
    if (!app) return say("No appId");
    options = given;
    if (given["signature"]) say("Sign user_id and not init");
    keep = keepOf(w, app, given["shareAcross"] as string);
    kept = keep.get();
    opened = !!kept.o && w.innerWidth > 480;
    keep.watch(() => {
      const before = kept.t;
      kept = keep.get();
      if (kept.t !== before) post(["kept", kept]);
    });
    if (shown && !given["startOnCall"]) run(["showChatWidget"]);
    for (const args of early) run(args);
    let last = w.location.href;
    const moved = () => {
      if (last === w.location.href) return;
      last = w.location.href;
      tell();
    };
    if (w.navigation)
      w.navigation.addEventListener("currententrychange", () => w.setTimeout(moved));
    else w.setInterval(moved, 1000);
    dark.addEventListener("change", tell);
  };

  const run = (all: Args) => {
    try {
      const args = Array.from(all);
      const name = `${args.shift()}`;
      const key = name.toLowerCase();
      if (key === "init") app || init({ organization: args[0], ...(args[1] as Options) }, false);
      else if (/^on[a-z]/.test(key)) bus.on(key, args[0]);
      else if (!app) early.push([name, ...args]);
      else if (key === "openchat") toggle(true);
      else if (key === "closechat") toggle(false);
      else {
        const then = args.find(a => typeof a === "function") as (() => void) | undefined;
        if (key === "showchatwidget" || !options["startOnCall"]) soon();
        post(["call", name, plain(args) || [], then ? done.push(then) - 1 : -1]);
      }
    } catch (error) {
      say(error);
    }
  };

  const api: Stub = function () {
    // biome-ignore lint/complexity/noArguments: what is pushed is what was called with
    run(arguments);
  };
  const queued = (stub?.q || []) as ArrayLike<Args>;
  w.HelpCrunch = api;
  // Whoever kept the stub itself reaches the widget too.
  for (const f of [api, stub || api]) Object.assign(f, { q: { push: run }, c: run, deskbell: 1 });
  const settings = w.helpcrunchSettings;
  if (settings?.["appId"] || settings?.["applicationId"]) init(settings, true);
  for (const args of Array.from(queued)) run(args);
  if (settings) w.setTimeout(() => app || say("No appId"), PATIENCE_MS);
}
