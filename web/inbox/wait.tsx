// The time for which a customer has waited, compared with the department's target.

import type { ChatRow } from "../core/shapes.ts";
import type { ChatInfo } from "../core/thread.ts";
import { Wait as Shown } from "../ui/controls.tsx";
import { day, span, whole } from "../ui/time.ts";
import type { Desk } from "./desk.ts";
import { t, words } from "./words.ts";

/** Formats a duration in its largest unit: 14 min. */
export function duration(s: number): string {
  const { unit, n } = span(Math.max(0, s));
  switch (unit) {
    case "now":
      return t("now");
    case "minute":
      return t("{n} min", { n });
    case "hour":
      return t("{n} h", { n });
    default:
      return t("{n} d", { n });
  }
}

/** Says how long a customer has waited: waits 14 min. */
export function waits(s: number): string {
  return span(s).unit === "now" ? t("just wrote") : t("waits {time}", { time: duration(s) });
}

/**
 * The time since which the customer of an open chat has waited: by its row in the list, since a chat
 * that was opened comes without it.
 */
export function waitingSince(
  chat: Pick<ChatInfo, "status" | "waitingSince"> | null,
  row: Pick<ChatRow, "status" | "waitingSince"> | undefined,
): number | null {
  const isClosed = (chat ?? row)?.status === "closed";
  return isClosed ? null : ((row ?? chat)?.waitingSince ?? null);
}

/** Formats the time since a moment; formats a moment more than a week ago as a day. */
export function ago(s: number, nowS: number): string {
  return span(nowS - s).unit === "date" ? day(s, nowS, words.language.value) : duration(nowS - s);
}

export function Wait(props: {
  desk: Desk;
  since: number | null;
  last: number | null;
  department: number | null;
}) {
  const { desk, since, last, department } = props;
  const now = desk.nowS.value;
  if (since !== null) {
    const target = desk.target(department);
    const s = Math.max(0, now - since);
    const share = target > 0 ? s / target : null;
    const n = Math.floor(s / 60);
    const waited = n === 0 ? t("just wrote") : t("waits {n} minutes", { n });
    const says =
      share === null ? waited : `${waited}, ${t("target {m}", { m: Math.round(target / 60) })}`;
    return (
      <Shown
        share={share}
        text={span(s).unit === "date" ? ago(since, now) : duration(s)}
        says={says}
      />
    );
  }
  if (last === null) return null;
  return (
    <time class="wait wait-none" title={whole(last, words.language.value)}>
      {ago(last, now)}
    </time>
  );
}
