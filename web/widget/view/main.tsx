/** The view: what the visitor sees in the frame. It is loaded at the first opening. */

import "../../ui/tokens.css";
import "./style.css";
import "./parts.css";
import { type JSX, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { App } from "../core/app";
import { chatOf, type State } from "../core/state";
import type { Words } from "../words/en";
import { wordsOf } from "../words/languages";
import { Composer } from "./composer";
import { Offline, PreChat } from "./forms";
import { Header } from "./header";
import { Icon } from "./icon";
import { List } from "./list";
import { Context, useEscape, useKnown } from "./say";
import { Teaser } from "./tease";
import { Thread } from "./thread";

/** Which form stands in the place of a new chat. */
export function formOf(s: State): "offline" | "before" | null {
  if (chatOf(s) !== null || s.sendings.length) return null;
  if (!s.online && s.config.offline.enabled) return "offline";
  const asked = s.config.preChat.fields.some(it => !s.known.includes(it.name));
  return s.config.preChat.enabled && asked && !s.answers ? "before" : null;
}

function Body(): JSX.Element | null {
  const { s } = useKnown();
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

function Root({ app }: { app: App }): JSX.Element | null {
  const [s, setState] = useState(app.state());
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => app.state.watch(() => setState(app.state())), [app]);
  useEffect(() => {
    wordsOf(s.language).then(setWords);
  }, [s.language]);
  useEffect(() => {
    const root = document.documentElement.style;
    root.setProperty("--accent", s.palette.accent);
    root.setProperty("--accent-hover", s.palette.accent);
    root.setProperty("--on-accent", s.palette.on);
    root.setProperty("--accent-text", s.palette.text);
    root.setProperty("--mine", s.palette.mine);
    root.setProperty("--on-mine", s.palette.onMine);
  }, [s.palette]);
  useEscape(s.open, () => app.open(false), false);
  if (!words) return null;
  return (
    <Context.Provider value={{ app, s, words }}>
      {s.open ? (
        <div class="window">
          <Header />
          {s.reachable ? null : (
            <p class="banner" role="status">
              <Icon of="off" /> {words.offline}
            </p>
          )}
          <Body />
        </div>
      ) : (
        <Teaser />
      )}
    </Context.Provider>
  );
}

/** Shows an app in the frame. */
export function show(app: App): void {
  const root = document.getElementById("widget");
  if (root) render(<Root app={app} />, root);
}
