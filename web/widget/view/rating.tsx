/** How it was: five faces, the contract's five words, and a word more if one likes. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Chat, RATINGS, type Rating } from "../core/types";
import { Face } from "./icon";
import { useKnown } from "./say";

export function RatingCard({ chat }: { chat: Chat }): JSX.Element {
  const { app, s, t } = useKnown();
  const [rating, setRating] = useState<Rating | null>(null);
  const [comment, setComment] = useState("");
  const [failed, setFailed] = useState(false);
  const name = s.config.showsAgents ? chat.agent?.name : "";
  const send = (e: Event) => {
    e.preventDefault();
    setFailed(false);
    if (rating) app.rate(chat.id, rating, comment.trim()).catch(() => setFailed(true));
  };
  return (
    <form class="rating" onSubmit={send}>
      <fieldset>
        <legend>{name ? t("howWas", { name }) : t("howWasUs")}</legend>
        <div class="faces">
          {RATINGS.map((it, i) => (
            <label key={it} class={it === rating ? "on" : ""}>
              <input
                type="radio"
                name="rating"
                checked={it === rating}
                onChange={() => setRating(it)}
              />
              <Face of={i} />
              <span>{t(it)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {rating ? (
        <textarea
          rows={2}
          maxLength={1000}
          dir="auto"
          aria-label={t("comment")}
          placeholder={t("comment")}
          value={comment}
          onInput={e => setComment(e.currentTarget.value)}
        />
      ) : null}
      {failed ? <p class="fault">{t("failed")}</p> : null}
      <div class="two">
        <button type="submit" class="primary" disabled={!rating}>
          {t("rate")}
        </button>
        <button type="button" class="plain" onClick={() => app.putOffRating(chat.id)}>
          {t("notNow")}
        </button>
      </div>
    </form>
  );
}
