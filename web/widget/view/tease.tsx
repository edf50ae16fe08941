/** The message beside the closed button. The frame is as high as it needs. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../../core/markdown";
import { Avatar } from "./header";
import { Icon } from "./icon";
import { short, useKnown } from "./say";

/** How long ago "now" is, in seconds. */
const NOW_S = 60;

export function Teaser(): JSX.Element | null {
  const { app, s, t } = useKnown();
  const box = useRef<HTMLDivElement>(null);
  const it = s.tease;
  useEffect(() => {
    const e = box.current;
    if (!e) return;
    const measure = new ResizeObserver(() => app.peek(Math.ceil(e.getBoundingClientRect().height)));
    measure.observe(e);
    return () => measure.disconnect();
  }, [it]);
  if (!it) return null;
  const agent = s.config.showsAgents ? it.agent : null;
  return (
    <div class="tease" ref={box} role="status">
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
