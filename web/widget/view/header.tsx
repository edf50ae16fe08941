/** The head of the window: who answers, and the ways back and out. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { hue } from "../../ui/hue";
import { chatOf } from "../core/state";
import type { Person } from "../core/types";
import { Icon } from "./icon";
import { initials, useEscape, useKnown } from "./say";

/** The picture of a person, or of the desk. */
export function Avatar({ of, small }: { of: Person | null; small?: boolean }): JSX.Element {
  const size = small ? "avatar small" : "avatar";
  return of ? (
    <span class={`${size} hue-${hue(of.name)}`} aria-hidden="true">
      {initials(of.name)}
    </span>
  ) : (
    <span class={`${size} desk`} aria-hidden="true">
      <Icon of="bell" />
    </span>
  );
}

export function Header(): JSX.Element {
  const { app, s, t } = useKnown();
  const [menu, setMenu] = useState(false);
  const id = chatOf(s);
  const chat = s.chats.find(it => it.id === id);
  const agent = s.config.showsAgents ? (chat?.agent ?? null) : null;
  const state = chat?.closed
    ? t("chatClosed")
    : s.online
      ? t("online")
      : s.nextOpen
        ? t("closedNow")
        : t("away");
  const others = s.chats.length > (chat ? 1 : 0);
  const choose = (act: () => void) => () => {
    setMenu(false);
    act();
  };
  useEscape(menu, () => setMenu(false));
  return (
    <header>
      {id !== undefined && (others || chat) ? (
        <button
          type="button"
          class="quiet"
          aria-label={t("back")}
          onClick={() => app.go({ list: true })}
        >
          <Icon of="back" />
        </button>
      ) : null}
      <Avatar of={agent} />
      <div class="who">
        <h1>
          <bdi>{agent?.name || s.config.title || t("chats")}</bdi>
        </h1>
        <p>{state}</p>
      </div>
      <button
        type="button"
        class="quiet"
        aria-label={t("more")}
        aria-expanded={menu}
        aria-controls="menu"
        onClick={() => setMenu(!menu)}
      >
        <Icon of="more" />
      </button>
      <button type="button" class="quiet" aria-label={t("close")} onClick={() => app.open(false)}>
        <Icon of="close" />
      </button>
      {menu ? (
        <div id="menu" class="menu">
          <button type="button" onClick={choose(() => app.mute(!s.muted))}>
            {t(s.muted ? "soundOn" : "soundOff")}
          </button>
          {id ? (
            <button type="button" onClick={choose(() => app.go({ chat: null }))}>
              {t("start")}
            </button>
          ) : null}
        </div>
      ) : null}
    </header>
  );
}
