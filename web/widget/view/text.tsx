/**
 * A message's text. A text with Markdown is rendered by `rich.tsx`, which is loaded on demand.
 */

import type { JSX } from "preact";
import { lazy } from "./lazy";
import { more } from "./say";

/** A pattern that matches every text with Markdown, and some texts without Markdown. */
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
