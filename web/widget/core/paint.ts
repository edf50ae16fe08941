/**
 * The style and the texts of the button and the frame. The loader applies them on the host's page.
 */

import type { Paint } from "../shared/protocol";
import type { State } from "./state";

const BELL = "M5 18h18M6.5 17.5v-.8a7.5 7.5 0 0 1 15 0v.8M4 21.5h20M14 9.2V6.5M12 6.5h4";
const DOWN = "M8 11.5l6 6 6-6";

/** The state that determines the appearance of the button and the frame. */
export interface Scene {
  state: Pick<State, "palette" | "dark" | "open" | "phase" | "tease" | "unread">;
  /** True if the site shows the button. */
  button?: boolean;
  /** The height of the teaser, in pixels. */
  height?: number;
  side: "left" | "right";
  x: number;
  y: number;
  words: { open: string; close: string; unread: string };
}

const px = (n: number) => `${Math.max(-2000, Math.min(2000, Math.round(+n || 0)))}px`;

/**
 * Computes the appearance for a scene. The CSS is fixed text except for numbers and validated
 * colours, so no value can inject other rules.
 */
export function paint({ state, words, height = 0, ...s }: Scene): Paint {
  const { palette, dark, open } = state;
  const unread = state.unread.messages;
  const button = s.button && state.phase === "ready";
  const peeks = !open && button && state.tease;
  const side = s.side === "left" ? "left" : "right";
  const y = px(s.y);
  const css = `:host{all:initial!important}
*{box-sizing:border-box}
button,iframe{position:fixed;z-index:2147483000;${side}:${px(s.x)};bottom:${y};border:0;margin:0}
button{${button ? "" : "display:none;"}width:56px;height:56px;padding:14px;border-radius:50%;background:${palette["--accent"]};color:${palette["--on-accent"]};cursor:pointer;box-shadow:0 2px 6px #1c242133,0 8px 24px #1c242129}
button:hover{filter:brightness(1.06)}
button:focus-visible{outline:2px solid ${dark ? "#6bb9f8" : "#1f6cb0"};outline-offset:2px;box-shadow:0 0 0 2px ${dark ? "#151a18" : "#fff"}}
svg{display:block;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
i{position:absolute;top:-4px;right:-4px;min-width:22px;padding:0 6px;border-radius:11px;background:#be352a;color:#fff;font:600 13px/22px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px #fff}
i:empty{display:none}
iframe{${open || peeks ? "display:block" : "display:none"};color-scheme:${dark ? "dark" : "light"};background:${dark ? "#151a18" : "#fdfcfa"};border-radius:16px;box-shadow:${dark ? "0 0 0 1px #3a413f,0 18px 48px #000000a0" : "0 2px 6px #1c242114,0 18px 48px #1c242133"};bottom:calc(${y} + 72px);width:384px;max-width:calc(100vw - 32px);height:628px;max-height:calc(100vh - 120px)}
.p iframe{width:312px;height:${px(height)};border-bottom-${side}-radius:4px;opacity:${height ? 1 : 0}}
@media(max-width:480px),(max-height:420px){.on iframe{inset:0;padding:env(safe-area-inset-top) 0 env(safe-area-inset-bottom);width:100%;max-width:none;height:100vh;height:100dvh;max-height:none;border-radius:0}.on button{display:none}}
@media(prefers-reduced-motion:no-preference){iframe{animation:u 220ms cubic-bezier(.2,0,0,1)}@keyframes u{0%{opacity:0;transform:translateY(12px)}}}
@media(forced-colors:active){button,i,iframe{border:1px solid}}
@media print{*{display:none!important}}`;
  return {
    css,
    cls: open ? "on" : peeks ? "p" : "",
    icon: open ? DOWN : BELL,
    label: open
      ? words.close
      : words.open + (unread ? `, ${words.unread.replace("{n}", `${unread}`)}` : ""),
    badge: open || !unread ? "" : unread > 99 ? "99+" : `${unread}`,
    title: words.open,
  };
}
