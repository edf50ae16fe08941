/**
 * The widget's elements on the host's page: the button with its badge, and the frame, in a closed
 * shadow root.
 *
 * The frame determines the elements' appearance. The frame's CSS becomes a style sheet and its
 * texts become text nodes, so a host's `style-src` and Trusted Types block nothing.
 */

import type { Paint } from "../shared/protocol";

/** The widget's elements on the page. */
export interface Ui {
  frame: HTMLIFrameElement;
  /** Adds the widget to the page, or adds it again after the page has replaced its body. */
  mount(): void;
  paint(paint: Paint): void;
}

/**
 * Builds the elements. `toggle` is called without an argument for the button, and with false for
 * Escape. With `wasOpen`, the chat was open on the previous page, and does not get the focus.
 */
export function ui(d: Document, toggle: (open?: boolean) => void, wasOpen: boolean): Ui {
  const svgs = "http://www.w3.org/2000/svg";
  const host = d.createElement("deskbell-widget");
  const root = host.attachShadow({ mode: "closed" });
  const all = d.createElement("div");
  const button = d.createElement("button");
  const icon = d.createElementNS(svgs, "svg");
  const line = d.createElementNS(svgs, "path");
  const badge = d.createElement("i");
  const frame = d.createElement("iframe");
  let was = wasOpen;
  let put: (css: string) => void;
  try {
    const sheet = new CSSStyleSheet();
    root.adoptedStyleSheets = [sheet];
    put = css => sheet.replaceSync(css);
  } catch {
    const style = root.appendChild(d.createElement("style"));
    put = css => {
      style.textContent = css;
    };
  }
  put(":host{display:none}");
  icon.setAttribute("viewBox", "0 0 28 28");
  icon.append(line);
  button.append(icon, badge);
  button.onclick = () => toggle();
  // A handler that gives false would take every key from the page.
  all.onkeydown = e => {
    if (e.key === "Escape") toggle(false);
  };
  frame.allow = "autoplay";
  all.append(frame, button);
  root.append(all);
  return {
    frame,
    mount: () => host.isConnected || d.body.append(host),
    paint(paint) {
      const is = /\bon\b/.test(paint.cls);
      const within = root.activeElement === frame;
      put(paint.css);
      all.className = paint.cls;
      frame.title = paint.title;
      line.setAttribute("d", paint.icon);
      badge.textContent = paint.badge;
      button.setAttribute("aria-label", paint.label);
      button.setAttribute("aria-expanded", `${is}`);
      if (is && !was) frame.focus();
      if (was && !is && within) button.focus();
      was = is;
    },
  };
}
