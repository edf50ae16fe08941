import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { Failure, type Refusal } from "../core/http.ts";
import { refusal, said, sentence } from "./failures.ts";
import { refused } from "./settings/refused.ts";
import { words } from "./words.ts";

/**
 * Codes of errors that no page shows: no page sends such requests, or pages handle the error
 * silently.
 */
const NEVER_SHOWN = [
  "cross_site",
  "history_expired",
  "history_replaced",
  "idempotency_key_reused",
  "newer_reply",
  "no_second_factor",
  "step_up_required",
  "unsupported_media_type",
  "upgrade_required",
  "validation_error",
];
/** Messages of `invalid_request` that only a malformed request receives. */
const MALFORMED = /^(The body|Idempotency-Key|Sec-WebSocket-Key|Give either)/;

afterAll(() => words.use("en"));

/** Returns all errors in the OpenAPI description of the agents' interface. */
function documented(): Refusal[] {
  const found = new Map<string, Refusal>();
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const { code, message } = value as Partial<Refusal>;
    if (typeof code === "string" && typeof message === "string")
      found.set(`${code} ${message}`, { code, message });
    for (const it of Object.values(value)) visit(it);
  };
  visit(JSON.parse(readFileSync(new URL("../../openapi-app.json", import.meta.url), "utf8")));
  return [...found.values()];
}

it("whatever a page may be refused is said in the reader's language", async () => {
  await words.use("de");
  const shown = documented().filter(
    it =>
      !NEVER_SHOWN.includes(it.code) &&
      !(it.code === "invalid_request" && MALFORMED.test(it.message)),
  );
  expect(shown.length).toBeGreaterThan(100);
  const english = shown.filter(it => said(it.code, it.message) === it.message);
  expect(english).toEqual([]);
});

it("an error that no page causes keeps the server's words", () => {
  const failure = new Failure(415, [{ code: "unsupported_media_type", message: "As it is." }]);
  expect(sentence(failure)).toBe("As it is.");
  expect(refused(failure)).toBe("As it is.");
});

it("a message that was refused says why, and never the bare code", async () => {
  await words.use("de");
  expect(refusal({ reason: "forbidden", message: "No." })).toBe("Ihre Rolle erlaubt das nicht");
  expect(refusal({ reason: "unheard_of", message: "As it is." })).toBe("As it is.");
  const old = refusal({ reason: "unheard_of" });
  expect(old).toBe("Auf dem Server ist etwas schiefgegangen");
});

it("a form says which field is wrong, and why", async () => {
  await words.use("en");
  const because = (field: string, why: string) => {
    const message = `${field} value is invalid: ${why}`;
    return refused(new Failure(400, [{ code: `invalid_${field}_value`, message }]));
  };
  expect(because("name", "it has more than 255 characters")).toBe("Name: at most 255 characters");
  expect(because("password", "it is too common")).toBe("Password: too easy to guess");
  expect(because("sites", "it is no site, such as example.com or *.example.com")).toBe(
    "Allowed sites: a site such as example.com or *.example.com",
  );
  expect(because("shortcut", "it is empty, or has a space or a slash")).toBe(
    "Shortcut: one word, without spaces and slashes",
  );
  expect(because("unheardOf", "it is odd")).toBe("unheardOf: not valid");
});
