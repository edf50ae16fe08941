// The choices after a colleague replied while the agent was writing a reply.

import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import type { Desk, Overtaken } from "./desk.ts";
import { firstName } from "./names.ts";
import { duration } from "./wait.tsx";
import { t } from "./words.ts";

export function Conflict(props: {
  desk: Desk;
  overtaken: Overtaken;
  keep: () => void;
  anyway: () => void;
  note: () => void;
}) {
  const { desk, overtaken, keep, anyway, note } = props;
  const thread = desk.threads.peek(overtaken.entry.chat);
  const newest = thread?.messages.value.findLast(
    it => it.type === "message" && it.agent && it.agent.id !== desk.me.agent.id,
  );
  const agent = desk.agent(overtaken.agent) ?? newest?.agent ?? null;
  const at = overtaken.at ?? (newest ? Number(newest.createdAt) : null);
  const seconds = at === null ? null : Math.max(1, Math.round(Date.now() / 1000 - at));
  const name = agent ? firstName(agent.name) : t("A colleague");
  const time =
    seconds === null ? "" : seconds < 60 ? t("{n} s", { n: seconds }) : duration(seconds);
  return (
    <div class="conflict" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <strong>
            {time
              ? t("{name} replied {time} ago, while you were writing.", { name, time })
              : t("{name} replied while you were writing.", { name })}
          </strong>
        </p>
        <p>{t("Your text is not sent yet. The reply is right above.")}</p>
      </div>
      <Button size="bar" icon="close" label={t("Keep editing")} onClick={keep} />
      <div class="conflict-acts">
        <Button kind="primary" size="bar" onClick={keep}>
          {t("Keep editing")}
        </Button>
        <Button size="bar" onClick={anyway}>
          {t("Send anyway")}
        </Button>
        <Button size="bar" onClick={note}>
          {t("Turn into a note")}
        </Button>
      </div>
    </div>
  );
}
