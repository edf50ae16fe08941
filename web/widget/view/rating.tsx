/** The rating of a chat: five faces for the five ratings, and an optional comment. */

import { Component, type JSX } from "preact";
import type { Chat, Rating } from "../core/types";
import style from "./rating.css?inline";
import { known } from "./say";
import { wear } from "./wear";

wear(style);

const RATINGS = ["very_poor", "poor", "average", "great", "perfect"] as const satisfies Rating[];

const MOUTHS = [
  "M8 17c1-2 2.3-3 4-3s3 1 4 3",
  "M8.5 16.5c1-1 2.2-1.5 3.5-1.5s2.5.5 3.5 1.5",
  "M8.5 15.5h7",
  "M8.5 14.5c.8 1.2 2 2 3.5 2s2.7-.8 3.5-2",
  "M7.5 13.5h9c-.5 2.5-2.2 4-4.5 4s-4-1.5-4.5-4z",
];

/** The face of a rating, from 0 (sad) to 4 (glad). */
function Face({ of }: { of: number }): JSX.Element {
  return (
    <svg class="icon face" viewBox="0 0 24 24" aria-hidden="true">
      <path d={`M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M9 9.5v.5M15 9.5v.5${MOUTHS[of]}`} />
    </svg>
  );
}

interface Said {
  rating: Rating | null;
  comment: string;
  failed: boolean;
}

export class RatingCard extends Component<{ chat: Chat }, Said> {
  override state: Said = { rating: null, comment: "", failed: false };

  send = async (e: Event): Promise<void> => {
    e.preventDefault();
    const { app } = known();
    const { visit, host } = app.core;
    const { rating } = this.state;
    const comment = this.state.comment.trim();
    const cid = this.props.chat.id;
    this.setState({ failed: false });
    if (!rating) return;
    try {
      const body = { chatId: cid, rating, ...(comment ? { comment } : {}) };
      await visit.ask("POST", "rating", { body });
    } catch {
      return this.setState({ failed: true });
    }
    app.change(cid, { rating, ratable: false });
    host.post(["event", "onRated", { rating, comment, cid }]);
  };

  putOff = (): void => {
    const { app, s } = known();
    app.state.set({ unrated: [...s.unrated, this.props.chat.id] });
  };

  override render(): JSX.Element | null {
    const { s, t } = known();
    const { chat } = this.props;
    if (chat.rating) return <p class="notice">{t("rated")}</p>;
    if (!chat.ratable || !s.config.asksRating || s.unrated.includes(chat.id)) return null;
    const { rating, comment, failed } = this.state;
    const name = s.config.showsAgents ? chat.agent?.name : "";
    return (
      <form class="rating" onSubmit={this.send}>
        <fieldset>
          <legend>{name ? t("howWas", { name }) : t("howWasUs")}</legend>
          <div class="faces">
            {RATINGS.map((it, i) => (
              <label key={it} class={it === rating ? "on" : ""}>
                <input
                  type="radio"
                  name="rating"
                  checked={it === rating}
                  onChange={() => this.setState({ rating: it })}
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
            onInput={e => this.setState({ comment: e.currentTarget.value })}
          />
        ) : null}
        {failed ? <p class="fault">{t("failed")}</p> : null}
        <div class="two">
          <button type="submit" class="primary" disabled={!rating}>
            {t("rate")}
          </button>
          <button type="button" class="plain" onClick={this.putOff}>
            {t("notNow")}
          </button>
        </div>
      </form>
    );
  }
}
