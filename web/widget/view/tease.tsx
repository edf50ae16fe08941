/**
 * The teaser: the message next to the button while the chat is closed. The frame is as high as the
 * teaser.
 */

import { Component, type JSX } from "preact";
import { plain } from "../../core/markdown";
import type { Tease } from "../core/state";
import { Avatar } from "./header";
import { Icon } from "./icon";
import { known, short } from "./say";
import style from "./tease.css?inline";
import { wear } from "./wear";

wear(style);

/** The age up to which a message is shown as "now", in seconds. */
const NOW_S = 60;

export class Teaser extends Component {
  sizes: ResizeObserver | undefined;

  measure = (e: HTMLElement | null): void => {
    this.sizes?.disconnect();
    if (!e) return;
    const { host } = known().app.core;
    this.sizes = new ResizeObserver(() =>
      host.set({ height: Math.ceil(e.getBoundingClientRect().height) }),
    );
    this.sizes.observe(e);
  };

  take = (it: Tease): void => {
    const { app } = known();
    app.go({ chat: it.chat });
    app.state.set({ invited: it.rule === null ? null : it });
    app.core.open(true);
  };

  override render(): JSX.Element | null {
    const { app, s, t } = known();
    const it = s.tease;
    if (!it) return null;
    const agent = s.config.showsAgents ? it.agent : null;
    return (
      <div class="tease" ref={this.measure} role="status">
        <button type="button" class="take" onClick={() => this.take(it)}>
          <Avatar of={agent} />
          <span>
            <b>
              <bdi>{agent?.name || s.config.title}</bdi>
            </b>
            <small>{Date.now() / 1000 - it.at < NOW_S ? t("now") : short(it.at, s.language)}</small>
            <span class="text" dir="auto">
              {plain(it.text)}
            </span>
          </span>
        </button>
        <button
          type="button"
          class="quiet"
          aria-label={t("dismiss")}
          onClick={() => app.core.tease(null)}
        >
          <Icon of="close" />
        </button>
      </div>
    );
  }
}
