// The organization's choice whether agents see the chats of all departments.

import { useState } from "preact/hooks";
import { Switch } from "../../ui/controls.tsx";
import { client } from "../server.ts";
import { t } from "../words.ts";
import { act } from "./acting.ts";
import type { SectionProps } from "./page.tsx";

export function SeesAll({ desk }: { desk: SectionProps["desk"] }) {
  const label = t("Agents see the chats of all departments");
  /**
   * The choice that is being sent to the server; null if no choice is being sent. A second choice
   * must wait, since requests could arrive in another order.
   */
  const [told, setTold] = useState<boolean | null>(null);
  const set = async (agentsSeeAll: boolean) => {
    await client.patch("/settings", { agentsSeeAll });
    await desk.reloadTeam();
  };
  return (
    <div class="switched">
      <div>
        <p class="label">{label}</p>
        <p class="hint">
          {t("If off, they see their own chats, unassigned ones and those of their departments.")}
        </p>
      </div>
      <Switch
        on={told ?? desk.team.value.agentsSeeAll}
        label={label}
        onChange={async isOn => {
          if (told !== null) return;
          setTold(isOn);
          await act(
            desk,
            () => set(isOn),
            isOn ? t("Agents see all chats") : t("Agents see their departments’ chats"),
          );
          setTold(null);
        }}
      />
    </div>
  );
}
