// The parser of the time until which a chat is snoozed: "tomorrow 9", "in 3 days", "fri 14:30",
// "next week", "2 h", "30 min", "25 nov". English words are always understood, and so are the words
// of the page's language. The browser's calendar gives the names of days and months.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The hour for a day that was typed without an hour. */
const MORNING = 9;

/**
 * The words that can be typed in each language. The names of days and months come from the
 * browser's calendar.
 */
const WORDS: Record<string, Partial<Record<Word, string[]>>> = {
  en: {
    today: ["today", "later today"],
    tomorrow: ["tomorrow", "tmr", "tom"],
    evening: ["tonight", "evening", "this evening"],
    week: ["next week"],
    month: ["next month"],
    in: ["in", "for", "after"],
    at: ["at"],
    minutes: ["m", "min", "mins", "minute", "minutes"],
    hours: ["h", "hr", "hrs", "hour", "hours"],
    days: ["d", "day", "days"],
    weeks: ["w", "week", "weeks"],
  },
  de: {
    today: ["heute"],
    tomorrow: ["morgen"],
    evening: ["heute abend", "abend"],
    week: ["nächste woche"],
    month: ["nächsten monat"],
    in: ["in"],
    at: ["um"],
    minutes: ["minute", "minuten"],
    hours: ["std", "stunde", "stunden"],
    days: ["tag", "tage", "tagen"],
    weeks: ["woche", "wochen"],
  },
  es: {
    today: ["hoy"],
    tomorrow: ["mañana"],
    week: ["próxima semana"],
    in: ["en"],
    at: ["a las"],
    minutes: ["minuto", "minutos"],
    hours: ["hora", "horas"],
    days: ["día", "días", "dia", "dias"],
    weeks: ["semana", "semanas"],
  },
  fr: {
    today: ["aujourd'hui"],
    tomorrow: ["demain"],
    evening: ["ce soir"],
    week: ["semaine prochaine"],
    in: ["dans"],
    at: ["à"],
    minutes: ["minute", "minutes"],
    hours: ["heure", "heures"],
    days: ["jour", "jours"],
    weeks: ["semaine", "semaines"],
  },
  pl: {
    today: ["dziś", "dzisiaj"],
    tomorrow: ["jutro"],
    week: ["w przyszłym tygodniu"],
    in: ["za"],
    at: ["o"],
    minutes: ["minutę", "minuty", "minut"],
    hours: ["godz", "godzinę", "godziny", "godzin"],
    days: ["dzień", "dni"],
    weeks: ["tydzień", "tygodnie", "tygodni"],
  },
  uk: {
    today: ["сьогодні"],
    tomorrow: ["завтра"],
    week: ["наступного тижня"],
    in: ["через", "за"],
    at: ["о", "об"],
    minutes: ["хв", "хвилину", "хвилини", "хвилин"],
    hours: ["год", "годину", "години", "годин"],
    days: ["день", "дні", "днів"],
    weeks: ["тиждень", "тижні", "тижнів"],
  },
  ar: {
    today: ["اليوم"],
    tomorrow: ["غدا", "غدًا"],
    week: ["الأسبوع القادم"],
    in: ["بعد"],
    minutes: ["دقيقة", "دقائق"],
    hours: ["ساعة", "ساعات"],
    days: ["يوم", "أيام"],
    weeks: ["أسبوع", "أسابيع"],
  },
};
type Word =
  | "today"
  | "tomorrow"
  | "evening"
  | "week"
  | "month"
  | "in"
  | "at"
  | "minutes"
  | "hours"
  | "days"
  | "weeks";

/** The time that typed words describe; null if the words are unknown, or the time has passed. */
export function until(words: string, now: Date, language = "en"): Date | null {
  const text = words.trim().toLowerCase().replace(/\s+/g, " ").replace(/,/g, "");
  if (text === "") return null;
  const found = relative(text, language, now) ?? named(text, language, now);
  return found && found.getTime() > now.getTime() ? found : null;
}

function says(word: Word, language: string): string[] {
  return [...(WORDS["en"]?.[word] ?? []), ...(WORDS[language]?.[word] ?? [])];
}

function relative(text: string, language: string, now: Date): Date | null {
  const before = says("in", language).join("|");
  const found = new RegExp(`^(?:(?:${before}) )?(\\d{1,4}|an?) ?([\\p{L}]+)(?: (.+))?$`, "u").exec(
    text,
  );
  if (!found) return null;
  const [, number = "", unit = "", rest] = found;
  const n = /^an?$/.test(number) ? 1 : Number(number);
  if (says("minutes", language).includes(unit)) return new Date(now.getTime() + n * MINUTE);
  if (says("hours", language).includes(unit)) return new Date(now.getTime() + n * HOUR);
  const days = says("days", language).includes(unit)
    ? n
    : says("weeks", language).includes(unit)
      ? 7 * n
      : 0;
  if (days === 0) return null;
  return at(plus(now, days), rest, language);
}

function named(text: string, language: string, now: Date): Date | null {
  const split = (word: string): string | null =>
    text === word ? "" : text.startsWith(`${word} `) ? text.slice(word.length + 1) : null;
  const first = (words: string[]): string | null => {
    for (const word of [...words].sort((a, b) => b.length - a.length)) {
      const rest = split(word);
      if (rest !== null) return rest;
    }
    return null;
  };
  let rest = first(says("evening", language));
  if (rest !== null) return at(now, rest || "18", language);
  rest = first(says("today", language));
  if (rest !== null) return at(now, rest || `${Math.min(23, now.getHours() + 3)}`, language);
  rest = first(says("tomorrow", language));
  if (rest !== null) return at(plus(now, 1), rest, language);
  rest = first(says("week", language));
  if (rest !== null) return at(plus(now, (8 - now.getDay()) % 7 || 7), rest, language);
  rest = first(says("month", language));
  if (rest !== null) return at(new Date(now.getFullYear(), now.getMonth() + 1, 1), rest, language);
  for (let day = 0; day < 7; day++) {
    const on = plus(now, day + 1);
    rest = first([
      ...names(on, language, { weekday: "long" }),
      ...names(on, language, { weekday: "short" }),
    ]);
    if (rest !== null) return at(on, rest, language);
  }
  return dated(text, language, now) ?? at(now, text, language, true);
}

/** Parses a date such as 25 nov, 25 november 10:00 or nov 25. */
function dated(text: string, language: string, now: Date): Date | null {
  for (let month = 0; month < 12; month++) {
    const on = new Date(now.getFullYear(), month, 15);
    const all = [
      ...names(on, language, { month: "long" }),
      ...names(on, language, { month: "short" }),
    ];
    for (const name of all) {
      const found =
        new RegExp(`^(\\d{1,2})\\.? ${escaped(name)}(?: (.+))?$`, "u").exec(text) ??
        new RegExp(`^${escaped(name)} (\\d{1,2})(?: (.+))?$`, "u").exec(text);
      if (!found) continue;
      const day = Number(found[1]);
      const date = new Date(now.getFullYear(), month, day);
      if (date.getMonth() !== month) return null;
      if (date.getTime() + DAY < now.getTime()) date.setFullYear(date.getFullYear() + 1);
      return at(date, found[2], language);
    }
  }
  return null;
}

function names(on: Date, language: string, form: Intl.DateTimeFormatOptions): string[] {
  const of = (locale: string) =>
    new Intl.DateTimeFormat(locale, form).format(on).toLowerCase().replace(/\.$/, "");
  return [of("en"), of(language)];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function plus(from: Date, days: number): Date {
  return new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
}

/**
 * Parses an hour of a day, such as 9, 9:30, 14.30, 9am, at 9 or 9 uhr; an empty text means the
 * morning.
 */
function at(day: Date, clock: string | undefined, language: string, isWanted = false): Date | null {
  const date = new Date(day.getFullYear(), day.getMonth(), day.getDate());
  let text = (clock ?? "").trim();
  for (const word of says("at", language)) {
    if (text.startsWith(`${word} `)) text = text.slice(word.length + 1);
  }
  if (text === "") {
    if (isWanted) return null;
    date.setHours(MORNING);
    return date;
  }
  const found = /^(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|uhr|h)?$/.exec(text);
  if (!found) return null;
  if (isWanted && !found[2] && !found[3]) return null;
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (found[3] === "pm" && hour < 12) hour += 12;
  if (found[3] === "am" && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return null;
  date.setHours(hour, minute);
  return date;
}
