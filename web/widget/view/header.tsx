/**
 * The head of the window: the agent who answers, and the buttons that go back and close the
 * window.
 */

import { Component, type JSX } from "preact";
import { hue } from "../../ui/hue";
import { chatOf } from "../core/state";
import type { Person } from "../core/types";
import { Icon } from "./icon";
import { lazy } from "./lazy";
import { known, lasting, more } from "./say";

/** The initials of a name: two letters, or one letter in a script without capitals. */
function initials(name: string): string {
  const firsts = (name.match(/\S+/g) ?? []).map(part => [...part][0] ?? "");
  const one = firsts[0] ?? "";
  if (one.toUpperCase() === one.toLowerCase()) return one;
  return (firsts.length > 1 ? one + firsts.at(-1) : one).toUpperCase();
}

const Menu = lazy(() => more(import("./menu")).then(it => it.Menu));

/**
 * The picture of an agent, or of the organization for null. If the picture does not load, the
 * initials are shown.
 */
export function Avatar({ of, small }: { of: Person | null; small?: boolean }): JSX.Element {
  return (
    <span
      class={`avatar ${small ? "small " : ""}${of ? `hue-${hue(of.name)}` : "desk"}`}
      aria-hidden="true"
    >
      {of ? initials(of.name) : <Icon of="bell" />}
      {of?.picture ? (
        <img
          key={of.picture}
          src={of.picture}
          alt=""
          onError={e => {
            e.currentTarget.hidden = true;
          }}
        />
      ) : null}
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
