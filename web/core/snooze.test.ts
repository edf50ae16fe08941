import { describe, expect, it } from "vitest";
import { until } from "./snooze.ts";

// A Thursday.
const now = new Date(2026, 10, 26, 13, 59);

function local(date: Date | null): string | null {
  if (!date) return null;
  const pad = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

describe("words for when to show a chat again", () => {
  it.each([
    ["tomorrow", "2026-11-27 09:00"],
    ["tomorrow 9", "2026-11-27 09:00"],
    ["Tomorrow at 14:30", "2026-11-27 14:30"],
    ["in 3 days", "2026-11-29 09:00"],
    ["3 days 8am", "2026-11-29 08:00"],
    ["in 2 hours", "2026-11-26 15:59"],
    ["2h", "2026-11-26 15:59"],
    ["30 min", "2026-11-26 14:29"],
    ["an hour", "2026-11-26 14:59"],
    ["fri 14:30", "2026-11-27 14:30"],
    ["thursday", "2026-12-03 09:00"],
    ["monday", "2026-11-30 09:00"],
    ["next week", "2026-11-30 09:00"],
    ["next month", "2026-12-01 09:00"],
    ["tonight", "2026-11-26 18:00"],
    ["17:15", "2026-11-26 17:15"],
    ["5pm", "2026-11-26 17:00"],
    ["25 nov", "2027-11-25 09:00"],
    ["3 march 10:00", "2027-03-03 10:00"],
    ["2 weeks", "2026-12-10 09:00"],
  ])("%s", (words, moment) => {
    expect(local(until(words, now))).toBe(moment);
  });

  it.each([
    ["de", "morgen um 9", "2026-11-27 09:00"],
    ["de", "in 3 Tagen", "2026-11-29 09:00"],
    ["de", "Montag 10", "2026-11-30 10:00"],
    ["fr", "dans 2 heures", "2026-11-26 15:59"],
    ["es", "mañana", "2026-11-27 09:00"],
    ["pl", "jutro o 8", "2026-11-27 08:00"],
    ["uk", "через 2 дні", "2026-11-28 09:00"],
    ["ar", "غدًا", "2026-11-27 09:00"],
  ])("in %s: %s", (language, words, moment) => {
    expect(local(until(words, now, language))).toBe(moment);
  });

  it.each(["", "yesterday", "13:00", "25:00", "31 feb", "soon", "in 0 minutes", "9", "tomorrow x"])(
    "%s means nothing",
    words => {
      expect(until(words, now)).toBeNull();
    },
  );
});
