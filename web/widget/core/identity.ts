/** The conversion of HelpCrunch's user object to the form that the server reads, with the proof. */

type Json = Record<string, unknown>;

/** The identity of the visitor as claimed by a site; `proof` is a signature or a token. */
export type Identity = Json;

/** The longest value that is sent, in characters. */
const VALUE_MAX = 4096;

const scalar = (it: unknown) =>
  (typeof it === "string" && it.length <= VALUE_MAX) ||
  typeof it === "number" ||
  typeof it === "boolean";

/** The scalar values of an object, for the visitor's custom data. */
export function flat(it: unknown): Json {
  if (!it || typeof it !== "object" || Array.isArray(it)) return {};
  return Object.fromEntries(Object.entries(it).filter(([, value]) => scalar(value)));
}

/** Converts a user object in any supported form; `null` if the object has no usable value. */
export function identity(given: unknown): Identity | null {
  const from = flat(given);
  const own = flat((given as Json | null)?.["custom_data"]);
  const user: Json = {};
  for (const [theirs, ours] of [
    ["user_id", "userId"],
    ["name", "name"],
    ["email", "email"],
    ["phone", "phone"],
    ["company", "company"],
  ] as const) {
    const value = from[theirs];
    if (value !== undefined && value !== "") user[ours] = `${value}`;
  }
  if (Object.keys(own).length) user["customData"] = own;
  const proof = from["token"] ?? from["signature"] ?? from["security_hash"];
  if (proof !== undefined && proof !== "") user["proof"] = `${proof}`;
  return Object.keys(user).length ? user : null;
}
