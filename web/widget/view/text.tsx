/**
 * A message's text. A text with Markdown is rendered by `rich.tsx`, which the first such text
 * loads.
 */

import type { JSX } from "preact";
import { lazy } from "./lazy";
import { more } from "./say";

/** Any text that may be the beginning of Markdown. */
const MARK = /[*_`[@\n]|\/\/|www\.|mailto:|^\s*(?:[-•]|\d+[.)])\s/;

const Plain = ({ text }: { text: string }) => (
  <p class="raw" dir="auto">
    {text}
  </p>
);

const Rich = lazy(() => more(import("./rich")).then(it => it.Rich), Plain);

export function Text({ text }: { text: string }): JSX.Element {
  return MARK.test(text) ? <Rich text={text} /> : <Plain text={text} />;
}
