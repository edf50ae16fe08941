// The data of reports, and their periods. Days are in the organization's time zone; the preceding
// period has the same number of days.

import { client } from "../server.ts";

export interface Times {
  count: number;
  median: number | null;
  p90: number | null;
  mean: number | null;
  withinTarget: number | null;
}

export interface ReportRow {
  day: string | null;
  weekday: number | null;
  hour: number | null;
  id: number | null;
  name: string | null;
  new: number;
  closed: number;
  messages: number;
  repliedTo: number;
  firstReply: Times;
  resolution: Times;
  ratings: Record<"count" | "perfect" | "great" | "average" | "poor" | "veryPoor", number>;
}

export interface Report {
  by: string;
  from: string;
  to: string;
  zone: string;
  asOf: number;
  complete: boolean;
  targetSeconds: number;
  rows: ReportRow[];
  total: ReportRow;
  firstReplyTimes: { from: number; to: number | null; count: number }[];
}

export interface Period {
  from: string;
  to: string;
}

export type PeriodName = "7" | "28" | "90" | "week" | "month";

const iso = (date: Date): string => {
  const pad = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
};
export const dateOf = (day: string): Date => new Date(`${day}T12:00:00`);
const plus = (day: string, n: number): string => {
  const date = dateOf(day);
  date.setDate(date.getDate() + n);
  return iso(date);
};

/** The days of a named period. */
export function period(name: PeriodName, now: Date): Period {
  const today = iso(now);
  if (name === "week") {
    const monday = plus(today, -((now.getDay() + 6) % 7) - 7);
    return { from: monday, to: plus(monday, 6) };
  }
  if (name === "month") {
    const first = new Date(now.getFullYear(), now.getMonth() - 1, 1);
    return { from: iso(first), to: iso(new Date(now.getFullYear(), now.getMonth(), 0)) };
  }
  return { from: plus(today, 1 - Number(name)), to: today };
}

/** The period before the given period, with the same number of days. */
export function preceding({ from, to }: Period): Period {
  const days = Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / 86_400_000) + 1;
  return { from: plus(from, -days), to: plus(from, -1) };
}

export interface Asked extends Period {
  department: number | null;
}

const report = (by: string, { from, to, department }: Asked) =>
  client.get<Report>("/reports", { query: { by, from, to, department } });

export async function load(asked: Asked) {
  const [days, hours, agents, past] = await Promise.all([
    report("day", asked),
    report("hour", asked),
    report("agent", asked),
    report("day", { ...asked, ...preceding(asked) }),
  ]);
  return { days, hours, agents, past };
}

export type Loaded = Awaited<ReturnType<typeof load>>;

export const csvUrl = (by: string, { from, to, department }: Asked): string => {
  const query = new URLSearchParams({ by, from, to });
  if (department !== null) query.set("department", String(department));
  return `/app/v1/reports.csv?${query}`;
};

/** Returns true if the difference of two counts is too large to be chance. */
export function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > 2 * Math.sqrt(a + b);
}

/** A share in percent; null if the total is 0. */
export const share = (part: number, all: number): number | null =>
  all === 0 ? null : Math.round((100 * part) / all);

/** At most five round values for the lines of an axis that begins at zero. */
export function ticks(most: number): number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map(it => it * power).find(it => it >= rough) ?? power);
  const found = [0];
  while ((found.at(-1) ?? 0) < most) found.push((found.at(-1) ?? 0) + step);
  return found;
}
