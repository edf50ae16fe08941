// The errors of form fields in the reader's language: the field's name by the error's code, and the
// reason by the server's message.

import { Failure } from "../../core/http.ts";
import { sentence } from "../failures.ts";
import { t } from "../words.ts";

const FIELDS: Record<string, () => string> = {
  color: () => t("Colour"),
  company: () => t("Company"),
  email: () => t("E-mail"),
  events: () => t("Events"),
  greeting: () => t("Greeting"),
  hours: () => t("Opening hours"),
  locales: () => t("Languages"),
  login: () => t("Sign-in name"),
  message: () => t("Message"),
  name: () => t("Name"),
  pages: () => t("Pages"),
  password: () => t("Password"),
  phone: () => t("Phone"),
  replyTargetSeconds: () => t("Reply target, minutes"),
  seconds: () => t("Seconds on the page"),
  shortcut: () => t("Shortcut"),
  sites: () => t("Allowed sites"),
  text: () => t("Text"),
  title: () => t("Title"),
  url: () => t("Address"),
  visits: () => t("From visit number"),
  zone: () => t("Time zone"),
};

/** The translated reasons by the server's message. `{n}` stands for the number in the message. */
const REASONS: [RegExp, (n: string) => string][] = [
  [/it is empty, or has a space/, () => t("one word, without spaces and slashes")],
  [/it is empty|it is missing/, () => t("enter something")],
  [/more than ([\d,]+) (?:characters|bytes)/, n => t("at most {n} characters", { n })],
  [/12 characters or more/, () => t("at least 12 characters")],
  [/3 to 255 characters/, () => t("3 to 255 characters")],
  [/spaces or control characters/, () => t("without spaces")],
  [/too common/, () => t("too easy to guess")],
  [/contain the sign-in name/, () => t("without the sign-in name in it")],
  [/more than 20 items|too many sites/, () => t("too many lines")],
  [/up to (\d+)$/, n => t("a whole number, at most {n}", { n })],
  [/7 days/, () => t("at most 7 days")],
  [/#rrggbb/, () => t("a colour such as #0f6a53")],
  [/no site/, () => t("a site such as example.com or *.example.com")],
  [/no time zone/, () => t("a time zone such as Europe/Berlin")],
  [/ends before it begins/, () => t("ends before it begins: split it at midnight")],
  [/not a public one/, () => t("this address is not public")],
  [/a user or a password/, () => t("without a user and a password")],
  [/no such variable/, () => t("a variable is misspelled")],
  [/names no event/, () => t("choose an event")],
];

/** The error of a form in one sentence, with the name of the field. */
export function refused(error: unknown): string {
  const item = error instanceof Failure ? error.items[0] : undefined;
  const name = /^invalid_(\w+)_value$/.exec(item?.code ?? "")?.[1];
  if (!item || !name) return sentence(error);
  const field = FIELDS[name]?.() ?? name;
  for (const [pattern, reason] of REASONS) {
    const found = pattern.exec(item.message);
    if (found) return t("{field}: {reason}", { field, reason: reason(found[1] ?? "") });
  }
  return t("{field}: {reason}", { field, reason: t("not valid") });
}
