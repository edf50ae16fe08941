// The fields for opening hours: several intervals a day, holidays, and the time zone.

import { Button, Field } from "../../ui/controls.tsx";
import { t, words } from "../words.ts";

export interface Interval {
  from: string;
  to: string;
}
export const DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Day = (typeof DAYS)[number];
export interface Holiday {
  date: string;
  name: string;
  open: Interval[];
}
export interface Hours {
  zone: string;
  week: Partial<Record<Day, Interval[]>>;
  holidays: Holiday[];
}

/** The name of a day of the week; 5 January 2026 is a Monday. */
export function dayName(n: number): string {
  return new Intl.DateTimeFormat(words.language.value, { weekday: "long" }).format(
    new Date(2026, 0, 5 + n),
  );
}

export function HoursFields({ hours, change }: { hours: Hours; change: (hours: Hours) => void }) {
  const setDay = (day: Day, open: Interval[]) =>
    change({ ...hours, week: { ...hours.week, [day]: open } });
  return (
    <div class="form">
      <Field
        label={t("Time zone")}
        hint={t("Such as Europe/Berlin.")}
        value={hours.zone}
        onText={zone => change({ ...hours, zone })}
      />
      <div>
        <p class="label">{t("Every week")}</p>
        <div class="week">
          {DAYS.map((day, n) => (
            <div class="week-day" key={day}>
              <span class="week-name">{dayName(n)}</span>
              <Intervals
                label={dayName(n)}
                open={hours.week[day] ?? []}
                change={open => setDay(day, open)}
              />
            </div>
          ))}
        </div>
      </div>
      <div>
        <p class="label">{t("Holidays")}</p>
        <p class="hint">{t("Closed on these days unless you add hours.")}</p>
        {hours.holidays.map((it, n) => {
          const put = (next: Holiday) =>
            change({
              ...hours,
              holidays: hours.holidays.map((old, at) => (at === n ? next : old)),
            });
          return (
            <div class="holiday" key={n}>
              <input
                class="field"
                type="date"
                aria-label={t("Date")}
                value={it.date}
                onInput={event => put({ ...it, date: event.currentTarget.value })}
              />
              <input
                class="field"
                aria-label={t("Name")}
                placeholder={t("Name")}
                value={it.name}
                onInput={event => put({ ...it, name: event.currentTarget.value })}
              />
              <Intervals label={it.name} open={it.open} change={open => put({ ...it, open })} />
              <Button
                size="bar"
                icon="trash"
                label={t("Remove {name}", { name: it.name || it.date })}
                onClick={() =>
                  change({ ...hours, holidays: hours.holidays.filter((_, at) => at !== n) })
                }
              />
            </div>
          );
        })}
        <Button
          size="bar"
          icon="plus"
          onClick={() =>
            change({ ...hours, holidays: [...hours.holidays, { date: "", name: "", open: [] }] })
          }
        >
          {t("Add a holiday")}
        </Button>
      </div>
    </div>
  );
}

function Intervals({
  label,
  open,
  change,
}: {
  label: string;
  open: Interval[];
  change: (open: Interval[]) => void;
}) {
  return (
    <span class="intervals">
      {open.length === 0 && <span class="quiet-text">{t("closed")}</span>}
      {open.map((it, n) => {
        const put = (next: Interval) => change(open.map((old, at) => (at === n ? next : old)));
        return (
          <span class="interval" key={n}>
            <input
              class="field"
              type="time"
              aria-label={`${label}: ${t("from")}`}
              value={it.from}
              onInput={event => put({ ...it, from: event.currentTarget.value })}
            />
            –
            <input
              class="field"
              type="time"
              aria-label={`${label}: ${t("until")}`}
              value={it.to}
              onInput={event => put({ ...it, to: event.currentTarget.value })}
            />
            <Button
              size="bar"
              icon="close"
              label={t("Remove these hours")}
              onClick={() => change(open.filter((_, at) => at !== n))}
            />
          </span>
        );
      })}
      <Button
        size="bar"
        icon="plus"
        label={`${t("Add hours")}: ${label}`}
        tip={t("Add hours")}
        onClick={() => change([...open, { from: "09:00", to: "17:00" }])}
      />
    </span>
  );
}
