/** A handful of emoji; the rest are on the visitor's own keyboard. */

import type { JSX } from "preact";
import style from "./emoji.css?inline";
import { Escape } from "./escape";
import { wear } from "./wear";

wear(style);

const ALL = [
  ...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(
    "🙂😀😄😊😉😍😎🤗😂🤔😐😕😟😢😭😡😮😴👍👎👏🙏👋🤝💪✌️👌❤️💚💙💛🎉✨🔥⭐☀️🌧️🌸🍀☕🎁📦🛒📎📷📞✅❌",
  ),
].map(it => it.segment);

export function Emoji({ pick, close }: { pick(emoji: string): void; close(): void }): JSX.Element {
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
