// The bar that shows that a note mentions the agent, until the agent answers or dismisses it.

import { chatsPath, go } from "../core/router.ts";
import type { Thread } from "../core/thread.ts";
import { Button } from "../ui/controls.tsx";
import { Icon } from "../ui/icon.tsx";
import { clock, day, sameDay } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { sentence } from "./failures.ts";
import { firstName } from "./names.ts";
import { endMention } from "./server.ts";
import { t, words } from "./words.ts";

export function MentionBar({ desk, thread, view }: { desk: Desk; thread: Thread; view: string }) {
  const mention = thread.mention.value;
  if (!mention) return null;
  const agent = desk.agent(mention.agent);
  const now = desk.nowS.value;
  const language = words.language.value;
  const at = mention.createdAt;
  const time = sameDay(at, now) ? clock(at, language) : day(at, now, language);
  const done = async () => {
    thread.mention.value = null;
    try {
      await endMention(thread.id);
      desk.list.mark();
    } catch (failure) {
      thread.mention.value = mention;
      desk.say(sentence(failure), null, true);
    }
  };
  return (
    <div class="mention-bar">
      <Icon name="at" />
      <p class="cut">
        {t("{name} mentioned you", { name: firstName(agent?.name ?? t("A colleague")) })} · {time}
      </p>
      <Button
        size="bar"
        kind="quiet"
        onClick={() => go(`${chatsPath(view, thread.id)}#m${mention.message}`)}
      >
        {t("Show the note")}
      </Button>
      <Button size="bar" icon="check" onClick={() => void done()}>
        {t("Done#mention")}
      </Button>
    </div>
  );
}
