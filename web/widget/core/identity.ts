/** The user object of HelpCrunch, made into what the server reads, with its proof. */

type Json = Record<string, unknown>;

/** Who a site says the visitor is, and in `proof` what proves it: a signature or a token. */
export type Identity = Json;

/** The longest value that is sent on, in characters; the server has limits of its own. */
const VALUE_MAX = 4096;

const scalar = (it: unknown) =>
  (typeof it === "string" && it.length <= VALUE_MAX) ||
  typeof it === "number" ||
  typeof it === "boolean";

/** The flat scalars of an object, which are the visitor's own data. */
export function flat(it: unknown): Json {
  if (!it || typeof it !== "object" || Array.isArray(it)) return {};
  return Object.fromEntries(Object.entries(it).filter(([, value]) => scalar(value)));
}

/** Reads a user object in all its forms; `null` if it says nothing. */
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
