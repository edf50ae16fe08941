// A message that waits to be sent: it can be taken back, and shows the reason if it was refused.

import type { Outgoing } from "../core/outbox.ts";
import { Icon } from "../ui/icon.tsx";
import { MessageText } from "../ui/message.tsx";
import { copy } from "./copy.ts";
import type { Desk } from "./desk.ts";
import { Face } from "./face.tsx";
import { refusal } from "./failures.ts";
import { MessageFiles } from "./message-files.tsx";
import { t } from "./words.ts";

/** Shows a message that the server does not have yet. */
export function Waiting({ desk, entry }: { desk: Desk; entry: Outgoing }) {
  const { agent } = desk.me;
  const isFailed = entry.state === "failed";
  const back = () => desk.outbox.takeBack(entry.key, it => desk.drafts.takeUp(it));
  return (
    <div class={entry.isNote ? "note note-waiting" : "group group-agent"}>
      <div class="bubbles">
        <article class="bubble-line bubble-last">
          <MessageFiles files={entry.files} />
          {entry.text && (
            <div class={`bubble bubble-agent ${isFailed ? "bubble-failed" : "bubble-waiting"}`}>
              <MessageText text={entry.text} />
            </div>
          )}
        </article>
      </div>
      <Face id={agent.id} name={agent.name} size={24} />
      <p class={`meta${isFailed ? " meta-wrong" : ""}`}>
        {isFailed ? (
          <>
            <Icon name="warning" /> {t("Not sent: {reason}", { reason: refusal(entry) })}{" "}
            <button type="button" class="link" onClick={() => void desk.outbox.retry(entry.key)}>
              {t("Try again")}
            </button>
            {" · "}
            <button type="button" class="link" onClick={() => void copy(entry.text)}>
              {t("Copy text")}
            </button>
          </>
        ) : (
          <>
            <Icon name="clock" /> {desk.isAway ? t("Waiting for the connection") : t("Sending")}
          </>
        )}
        {entry.state !== "sending" && (
          <>
            {" · "}
            <button type="button" class="link" onClick={() => void back()}>
              {t("Edit")}
            </button>
            {" · "}
            <button type="button" class="link" onClick={() => void desk.outbox.takeBack(entry.key)}>
              {t("Discard")}
            </button>
          </>
        )}
      </p>
    </div>
  );
}
