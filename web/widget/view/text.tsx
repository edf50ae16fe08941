/** A message's text. One that has marks is read by `rich.tsx`, which is loaded with the first of them. */

import type { JSX } from "preact";
import { lazy } from "./lazy";
import { more } from "./say";

/** Whatever could begin something else than text. */
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
