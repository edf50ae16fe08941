// Errors in the reader's language, by the code of the server's error. An error that no page causes
// keeps the server's message.

import { Failure } from "../core/http.ts";
import type { Outgoing } from "../core/outbox.ts";
import { t } from "./words.ts";

const gone = () => t("This does not exist any more");
const busy = () => t("The server is busy: try again in a moment");

const BY_CODE: Record<string, () => string> = {
  chat_not_found: gone,
  entity_not_found: gone,
  files_full: () => t("The space for files is used up: delete some, or ask the operator for more"),
  files_off: () => t("This server stores no files: ask its operator"),
  forbidden: () => t("Your role does not allow this"),
  identified: () =>
    t("Your site knows this customer by a user ID: merge the other one into this one"),
  internal_error: () => t("Something went wrong on the server"),
  invalid_credentials: () => t("The sign-in name or the password is wrong"),
  invalid_session: () => t("You were signed out."),
  last_admin: () => t("The desk needs an active admin"),
  link_expired: () => t("This link was used or is too old: ask for a new one"),
  login_taken: () => t("Somebody else has this sign-in name"),
  mention_unseen: () =>
    t("Somebody you mention may not see this chat: assign it, or leave the mention out"),
  messages_not_found: gone,
  name_taken: () => t("This name is taken: choose another"),
  no_answer: () => t("The server does not answer"),
  payload_too_large: () => t("This is too large"),
  precondition_failed: () => t("A colleague changed it meanwhile"),
  request_timeout: busy,
  service_unavailable: busy,
  too_many_requests: () => t("Too many requests: try again in a moment"),
  too_many_tries: () => t("Too many tries: try again in a while"),
  wrong_code: () => t("The code is wrong or was used already"),
  wrong_password: () => t("The password is wrong"),
};

/** Sentences for errors with the code `invalid_request`, by the server's message. */
const BY_MESSAGE: Record<string, () => string> = {
  "An organization may have 50 webhooks": () => t("There are as many of these as allowed"),
  "The file is empty": () => t("The file is empty"),
  "The picture must be a PNG, JPEG or WebP image of at most 1024 by 1024 pixels": () =>
    t("This image cannot be a picture: choose a PNG, JPEG or WebP"),
  "There are as many of these as there may be": () => t("There are as many of these as allowed"),
  "Too many deliveries to this webhook wait": () => t("Too many deliveries are waiting already"),
};

/** The translated sentence for an error code; the server's message for an unknown code. */
export function said(code: string, message: string): string {
  const known = BY_CODE[code] ?? BY_MESSAGE[message];
  if (known) return known();
  return /^invalid_\w+_value$/.test(code) ? t("This is not valid") : message;
}

/** Describes an error in one sentence. */
export function sentence(error: unknown): string {
  if (error instanceof Failure) return said(error.code, error.message);
  return error instanceof Error ? error.message : String(error);
}

/**
 * The reason why a message was not sent. The server's message may be missing in an entry from an
 * older page.
 */
export function refusal({ reason, message }: Pick<Outgoing, "reason" | "message">): string {
  return said(reason, message || t("Something went wrong on the server"));
}
