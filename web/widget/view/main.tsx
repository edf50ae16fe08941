/**
 * The view: everything that the visitor sees in the frame. The view is loaded when the widget is
 * first opened.
 */

import { Component, type JSX, render } from "preact";
import tokens from "../../ui/tokens.css?inline";
import type { Core } from "../core/app";
import { chatOf, type State } from "../core/state";
import { type App, type Talk, talk as talkOf } from "../core/talk";
import { Composer } from "./composer";
import { Escape } from "./escape";
import { Header } from "./header";
import { Icon } from "./icon";
import { lazy } from "./lazy";
import { known, more, serve, speak, speaks } from "./say";
import style from "./style.css?inline";
import { Thread } from "./thread";
import thread from "./thread.css?inline";
import { wear } from "./wear";

const Offline = lazy(() => more(import("./forms")).then(it => it.Offline));
const PreChat = lazy(() => more(import("./forms")).then(it => it.PreChat));
const List = lazy(() => more(import("./list")).then(it => it.List));
const Teaser = lazy(() => import("./tease").then(it => it.Teaser));

/** The form that is shown instead of a new chat; null if no form is shown. */
export function formOf(s: State): "offline" | "before" | null {
  if (chatOf(s) !== null || s.sendings.length) return null;
  if (!s.online && s.config.offline.enabled) return "offline";
  const asked = s.config.preChat.fields.some(it => !s.known.includes(it.name));
  return s.config.preChat.enabled && asked && !s.answers ? "before" : null;
}

function Body(): JSX.Element | null {
  const { s } = known();
  const id = chatOf(s);
  if (s.phase === "starting" && !s.sendings.length) return <main class="page" aria-busy="true" />;
  if (id === undefined) return <List />;
  const form = formOf(s);
  if (form) return <main class="forms">{form === "offline" ? <Offline /> : <PreChat />}</main>;
  const chat = s.chats.find(it => it.id === id);
  return (
    <main class="chat">
      <Thread chat={chat} key={`${id}`} />
      <Composer closed={!!chat?.closed} />
    </main>
  );
}

class Root extends Component<{ app: App }> {
  language = "";

  override componentDidMount(): void {
    const { state } = this.props.app;
    const draw = async () => {
      const { language, palette } = state();
      const root = document.documentElement.style;
      for (const [name, colour] of Object.entries(palette)) root.setProperty(name, colour);
      if (language !== this.language) {
        this.language = language;
        await speak(language);
      }
      this.forceUpdate();
    };
    state.watch(draw);
    draw();
  }

  override render(): JSX.Element | null {
    if (!speaks()) return null;
    const { app, s, t } = known();
    return s.open ? (
      <div class="window">
        <Escape outer close={() => app.core.open(false)} />
        <Header />
        {s.reachable ? null : (
          <p class="banner" role="status">
            <Icon of="off" /> {t("offline")}
          </p>
        )}
        <Body />
      </div>
    ) : (
      <Teaser />
    );
  }
}

/** Renders the conversation in the frame. */
function show(app: App): void {
  const root = document.getElementById("widget");
  serve(app);
  for (const css of [tokens, style, thread]) wear(css);
  if (root) render(<Root app={app} />, root);
}

/** The conversation of a core, with the view that renders it. */
export const talk = (core: Core): Talk => talkOf(core, show);
