// Times in the usual short forms: today the clock, this year the day, else the date; durations in
// one unit. The current time and the language are parameters.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language}${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    // English as most of its speakers write dates: 25 Nov, 13:44.
    found = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options);
    formats.set(key, found);
  }
  return found;
}

export function sameDay(a: number, b: number): boolean {
  return new Date(a * 1000).toDateString() === new Date(b * 1000).toDateString();
}

/** Formats the time of day: 13:44. */
export function clock(s: number, language: string, zone?: string): string {
  const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hour12: false };
  return format(language, zone ? { ...options, timeZone: zone } : options).format(s * 1000);
}

/** Formats a moment: the time of day for today, the day for this year, or else the date. */
export function moment(s: number, nowS: number, language: string): string {
  return sameDay(s, nowS) ? clock(s, language) : day(s, nowS, language);
}

/** Formats a day: 25 Nov for this year, or else 3 Mar 2025. */
export function day(s: number, nowS: number, language: string): string {
  const isThisYear = new Date(s * 1000).getFullYear() === new Date(nowS * 1000).getFullYear();
  const options: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  return format(language, isThisYear ? options : { ...options, year: "numeric" }).format(s * 1000);
}

/** Formats a day with its name: Thursday, 26 November; adds the year for other years. */
export function longDay(s: number, nowS: number, language: string): string {
  const isThisYear = new Date(s * 1000).getFullYear() === new Date(nowS * 1000).getFullYear();
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  return format(language, isThisYear ? options : { ...options, year: "numeric" }).format(s * 1000);
}

/** Formats a day with its short name: Fri 27 Nov. */
export function weekday(s: number, language: string): string {
  return format(language, { weekday: "short", day: "numeric", month: "short" }).format(s * 1000);
}

/** Formats a moment in full, with the time zone, for tooltips. */
export function whole(s: number, language: string): string {
  return format(language, { dateStyle: "full", timeStyle: "long" }).format(s * 1000);
}

export type Unit = "now" | "minute" | "hour" | "day" | "date";

/** Converts a duration in seconds to its largest whole unit: 14 minutes, 3 hours. */
export function span(s: number): { unit: Unit; n: number } {
  if (s < MINUTE) return { unit: "now", n: 0 };
  if (s < HOUR) return { unit: "minute", n: Math.floor(s / MINUTE) };
  if (s < DAY) return { unit: "hour", n: Math.floor(s / HOUR) };
  if (s < 7 * DAY) return { unit: "day", n: Math.floor(s / DAY) };
  return { unit: "date", n: 0 };
}

/** Formats a duration for tables: 3:12, and 1:02:05 from an hour on. */
export function minutes(s: number): string {
  const whole = Math.round(s);
  const pad = (n: number) => String(n).padStart(2, "0");
  const [h, m, rest] = [Math.floor(whole / HOUR), Math.floor((whole % HOUR) / MINUTE), whole % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(rest)}` : `${m}:${pad(rest)}`;
}

/** Formats a number of bytes: 14.2 MiB. */
export function bytes(n: number, language: string): string {
  const units = ["B", "KiB", "MiB", "GiB"];
  let at = 0;
  let size = n;
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024;
    at++;
  }
  const digits = at === 0 || size >= 100 ? 0 : 1;
  return `${size.toLocaleString(language, { maximumFractionDigits: digits })}\u00a0${units[at]}`;
}
