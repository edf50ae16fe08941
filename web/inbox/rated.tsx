// Customers' ratings of chats: the names of the ratings, and the line below a rated chat.

import type { Thread } from "../core/thread.ts";
import { Icon } from "../ui/icon.tsx";
import { customerName, firstName } from "./names.ts";
import { t } from "./words.ts";

export const RATINGS: Record<string, () => string> = {
  "very poor": () => t("very poor"),
  poor: () => t("poor"),
  average: () => t("average"),
  great: () => t("great"),
  perfect: () => t("perfect"),
};

/** The customer's rating of the chat, with the comment; empty for a chat without a rating. */
export function Rated({ thread }: { thread: Thread }) {
  const chat = thread.chat.value;
  const customer = thread.customer.value;
  if (!chat?.rating || !customer || thread.hasNewer.value) return null;
  return (
    <p class="tech rated">
      <Icon name="star" />
      <span>
        {t("{name} rated this chat: {rating}", {
          name: firstName(customerName(customer)),
          rating: RATINGS[chat.rating]?.() ?? chat.rating,
        })}
        {chat.ratingComment && (
          <q dir="auto" class="rated-comment">
            {chat.ratingComment}
          </q>
        )}
      </span>
    </p>
  );
}
