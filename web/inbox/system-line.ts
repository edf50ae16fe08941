// Messages of the system as sentences. The text of such a message is a key or a sentence of the
// server; an unknown key is shown unchanged.

import type { Message } from "../core/shapes.ts";
import type { Thread } from "../core/thread.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Desk } from "./desk.ts";
import { customerName } from "./names.ts";
import { t } from "./words.ts";

export function systemLine(
  desk: Desk,
  thread: Thread,
  message: Message,
): { icon: IconName; text: string } {
  const key = message.text ?? "";
  const customer = thread.customer.value;
  const name = customer ? customerName(customer) : t("The customer");
  const by = message.agent?.name ?? desk.agent(message.agent?.id ?? null)?.name ?? t("Somebody");
  const known: [RegExp, IconName, string][] = [
    [/auto_assigned/i, "user", t("This chat was assigned automatically")],
    [/status_changed_by_public_api/i, "refresh", t("A program changed the status")],
    [/status_changed/i, "refresh", t("The status was changed")],
    [/unassigned/i, "nobody", t("{by} removed the assignee", { by })],
    [/assign/i, "user", t("{by} assigned this chat", { by })],
    [/department/i, "folder", t("The chat moved to another department")],
    [/unsnooz/i, "moon", t("The chat came back")],
    [/snooz/i, "moon", t("{by} snoozed this chat", { by })],
    [/rat(ed|ing)/i, "star", t("{name} rated this chat", { name })],
    [/clos/i, "check", t("This chat was closed")],
    [/(re)?open/i, "undo", t("This chat was opened again")],
    [/offline|no_?agents|away|unavailable/i, "clock", t("Nobody was at the desk when this came")],
  ];
  // A sentence is shown as it is; a key has no spaces.
  if (/\s/.test(key.trim())) return { icon: "bell", text: key };
  const found = known.find(([pattern]) => pattern.test(key));
  return found ? { icon: found[1], text: found[2] } : { icon: "bell", text: key };
}
