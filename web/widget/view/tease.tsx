/** The message beside the closed button. The frame is as high as it needs. */

import { Component, type JSX } from "preact";
import { plain } from "../../core/markdown";
import { Avatar } from "./header";
import { Icon } from "./icon";
import { known, short } from "./say";
import style from "./tease.css?inline";
import { wear } from "./wear";

wear(style);

/** How long ago "now" is, in seconds. */
const NOW_S = 60;

export class Teaser extends Component {
  sizes: ResizeObserver | undefined;

  measure = (e: HTMLElement | null): void => {
    this.sizes?.disconnect();
    if (!e) return;
    const { app } = known();
    this.sizes = new ResizeObserver(() => app.peek(Math.ceil(e.getBoundingClientRect().height)));
    this.sizes.observe(e);
  };

  override render(): JSX.Element | null {
    const { app, s, t } = known();
    const it = s.tease;
    if (!it) return null;
    const agent = s.config.showsAgents ? it.agent : null;
    return (
      <div class="tease" ref={this.measure} role="status">
        <button type="button" class="take" onClick={() => app.tease(true)}>
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
          onClick={() => app.tease(false)}
        >
          <Icon of="close" />
        </button>
      </div>
    );
  }
}
