/** One request to the server, and what came of it. Nothing here knows an operation. */

/** A refusal by the server, or no answer (`status` 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds after which it may be tried again. */
    readonly after: number | null,
  ) {
    super(message);
  }

  /** Whether the same request may have another answer later. */
  get passes(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface Ask {
  method: string;
  path: string;
  token: string | null;
  body?: unknown;
  key?: string;
  /** Bytes instead of JSON. */
  raw?: Blob;
}

/** How long an answer may take, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Asks, and gives the JSON of the answer; throws a `Refusal`. */
export async function ask(base: string, it: Ask): Promise<unknown> {
  const headers: Record<string, string> = {};
  if (it.token) headers["Authorization"] = `Bearer ${it.token}`;
  if (it.key) headers["Idempotency-Key"] = it.key;
  if (it.body !== undefined) headers["Content-Type"] = "application/json";
  const given: RequestInit = {
    method: it.method,
    headers,
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  if (it.raw) given.body = it.raw;
  else if (it.body !== undefined) given.body = JSON.stringify(it.body);
  const answer = await fetch(base + it.path, given).catch(() => {
    throw new Refusal(0, "", "", null);
  });
  const text = await answer.text().catch(() => "");
  let json: unknown = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    // A proxy's page is no answer of ours.
  }
  if (answer.ok) return json;
  const error = errorOf(json);
  const after = Number(answer.headers.get("Retry-After"));
  throw new Refusal(answer.status, error.code, error.message, after > 0 ? after : null);
}

/** The first error of the server's form `{"errors": [{"code", "message"}]}`. */
function errorOf(json: unknown): { code: string; message: string } {
  const errors = (json as { errors?: unknown } | null)?.errors;
  const first = (Array.isArray(errors) ? errors[0] : json) as Record<string, unknown> | null;
  return { code: `${first?.["code"] ?? ""}`, message: `${first?.["message"] ?? ""}` };
}
