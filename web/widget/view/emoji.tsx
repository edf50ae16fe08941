/** A small choice of emoji. The system's keyboard has all other emoji. */

import type { JSX, RefObject } from "preact";
import style from "./emoji.css?inline";
import { Escape } from "./escape";
import { known } from "./say";
import { wear } from "./wear";

wear(style);

const ALL = [
  ...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(
    "🙂😀😄😊😉😍😎🤗😂🤔😐😕😟😢😭😡😮😴👍👎👏🙏👋🤝💪✌️👌❤️💚💙💛🎉✨🔥⭐☀️🌧️🌸🍀☕🎁📦🛒📎📷📞✅❌",
  ),
].map(it => it.segment);

interface Props {
  /** The text field that gets the emoji. */
  area: RefObject<HTMLTextAreaElement | null>;
  close(): void;
}

export function Emoji({ area, close }: Props): JSX.Element {
  const pick = (it: string) => {
    const e = area.current;
    if (!e) return;
    const { value, selectionStart: at, selectionEnd: end } = e;
    known().app.draft(value.slice(0, at) + it + value.slice(end));
    requestAnimationFrame(() => {
      e.focus();
      e.setSelectionRange(at + it.length, at + it.length);
    });
  };
  return (
    <div id="emoji" class="emoji">
      <Escape close={close} />
      {ALL.map(it => (
        <button key={it} type="button" onClick={() => pick(it)}>
          {it}
        </button>
      ))}
    </div>
  );
}
