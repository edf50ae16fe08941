/** The head of the window: the agent who answers, and the buttons back and close. */

import { Component, type JSX } from "preact";
import { hue } from "../../ui/hue";
import { chatOf } from "../core/state";
import type { Person } from "../core/types";
import { Icon } from "./icon";
import { lazy } from "./lazy";
import { known, lasting, more } from "./say";

/** Two letters of a name, or one in a script without capitals. */
function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const firsts = parts.map(part => [...part][0] ?? "");
  const one = firsts[0] ?? "";
  if (one.toUpperCase() === one.toLowerCase()) return one;
  return (parts.length > 1 ? one + (firsts.at(-1) ?? "") : one).toUpperCase();
}

const Menu = lazy(() => more(import("./menu")).then(it => it.Menu));

/** The picture of an agent, or of the organization for null. */
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

export class Header extends Component<object, { menu: boolean }> {
  override state = { menu: false };

  override render(): JSX.Element {
    const { app, s, t } = known();
    const { menu } = this.state;
    const id = chatOf(s);
    const chat = s.chats.find(it => it.id === id);
    const agent = s.config.showsAgents ? (chat?.agent ?? null) : null;
    const others = s.chats.length > (chat ? 1 : 0);
    const here = s.online ? (s.reply ? "replies" : "online") : s.nextOpen ? "closedNow" : "away";
    const state = chat?.closed
      ? t("chatClosed")
      : t(here, { time: s.reply ? lasting(s.reply, s.language) : "" });
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
            <bdi>{agent?.name || s.config.title || t(id === undefined ? "chats" : "chat")}</bdi>
          </h1>
          <p>{state}</p>
        </div>
        <button
          type="button"
          class="quiet"
          aria-label={t("more")}
          aria-expanded={menu}
          aria-controls="menu"
          onClick={() => this.setState({ menu: !menu })}
        >
          <Icon of="more" />
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={t("close")}
          onClick={() => app.core.open(false)}
        >
          <Icon of="close" />
        </button>
        {menu ? <Menu chat={id ?? null} close={() => this.setState({ menu: false })} /> : null}
      </header>
    );
  }
}
