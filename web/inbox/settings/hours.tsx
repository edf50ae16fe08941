// The organization's opening hours and reply target, and the zone in which reports count days.

import { useState } from "preact/hooks";
import { Check, Field } from "../../ui/controls.tsx";
import { clock, weekday } from "../../ui/time.ts";
import { client } from "../server.ts";
import { t, words } from "../words.ts";
import { Form, Frame, Ready, useLoaded } from "./frame.tsx";
import { type Hours as Calendar, DAYS, HoursFields } from "./hours-fields.tsx";
import type { SectionProps } from "./page.tsx";

interface OrganizationSettings {
  zone: string;
  replyTargetSeconds: number;
  hours: Calendar | null;
}

export function Hours({ desk }: SectionProps) {
  const loaded = useLoaded(() => client.get<OrganizationSettings>("/settings"));
  const opening = useLoaded(() => client.get<{ open: boolean; next: number | null }>("/opening"));
  const { value: now } = opening;
  const language = words.language.value;
  return (
    <Frame title={t("Opening hours")}>
      {now && (
        <p>
          <span class={now.open ? "state" : "state state-off"}>
            {now.open
              ? t("Open now")
              : now.next
                ? t("Closed until {when}", {
                    when: `${weekday(now.next, language)} ${clock(now.next, language)}`,
                  })
                : t("Closed")}
          </span>
        </p>
      )}
      <Ready of={loaded}>{it => <Settings desk={desk} first={it} again={opening.again} />}</Ready>
    </Frame>
  );
}

function Settings(props: {
  desk: SectionProps["desk"];
  first: OrganizationSettings;
  again: () => void;
}) {
  const { desk, first, again } = props;
  const [zone, setZone] = useState(first.zone);
  const [minutes, setMinutes] = useState(String(first.replyTargetSeconds / 60));
  const [hours, setHours] = useState<Calendar | null>(first.hours);
  const begin = () => {
    const open = [{ from: "09:00", to: "17:00" }];
    const week = Object.fromEntries(DAYS.map((day, n) => [day, n < 5 ? open : []]));
    setHours({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week, holidays: [] });
  };
  return (
    <Form
      act={t("Save")}
      keep={async () => {
        await client.patch("/settings", {
          zone,
          replyTargetSeconds: Math.round(Number(minutes) * 60),
          hours,
        });
        await desk.reloadTeam();
        again();
      }}
    >
      <Field
        label={t("Reply target, minutes")}
        hint={t("Waiting is measured against it, unless a department has its own target.")}
        inputMode="numeric"
        value={minutes}
        onText={setMinutes}
      />
      <Field
        label={t("Time zone of reports")}
        hint={t("Such as Europe/Berlin.")}
        value={zone}
        onText={setZone}
      />
      <Check checked={hours === null} onChange={isAlways => (isAlways ? setHours(null) : begin())}>
        {t("Always open")}
      </Check>
      {hours && <HoursFields hours={hours} change={setHours} />}
    </Form>
  );
}
