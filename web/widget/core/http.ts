/** Requests to the server and their outcomes. */

/** The error of a refused request, or of a request without an answer (`status` 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The time after which the request may be repeated, in seconds. */
    readonly after: number | null,
  ) {
    super(message);
  }

  /** True if the same request may succeed later. */
  get passes(): boolean {
    const { status } = this;
    return !status || status === 408 || status === 429 || status >= 500;
  }
}

/** The content of a request. */
export interface Load {
  body?: unknown;
  key?: string;
  /** A body of bytes instead of JSON. */
  raw?: Raw;
}

/** A body of bytes, with a callback for the progress of the upload. */
export interface Raw {
  bytes: Blob;
  progress(share: number): void;
  stop: AbortSignal;
}

/** A function that sends a request with the visitor's current token. */
export type Ask = (method: string, path: string, load?: Load) => Promise<unknown>;

/** The time limit for an answer, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Sends a request; returns the JSON of the answer, or throws a `Refusal`. */
export async function ask(
  url: string,
  method: string,
  token: string | null,
  { body, key, raw }: Load = {},
): Promise<unknown> {
  if (raw) return (await import("./give")).give(url, token, raw);
  const headers: Record<string, string> = {};
  if (token) headers["Authorization"] = `Bearer ${token}`;
  if (key) headers["Idempotency-Key"] = key;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(url, {
    method,
    headers,
    signal: AbortSignal.timeout(PATIENCE_MS),
    body: body ? JSON.stringify(body) : null,
  }).catch(() => {
    throw new Refusal(0, "", "", null);
  });
  // A proxy's page is no answer of ours.
  const json = await answer.json().catch(() => null);
  if (answer.ok) return json;
  throw refusal(answer.status, json, answer.headers.get("Retry-After"));
}

/** The refusal in an answer of the form `{"errors": [{"code", "message"}]}`. */
export function refusal(
  status: number,
  // biome-ignore lint/suspicious/noExplicitAny: whatever came
  json: any,
  retry: string | null,
): Refusal {
  const error = json?.errors?.[0] ?? {};
  const after = Number(retry);
  return new Refusal(
    status,
    `${error.code ?? ""}`,
    `${error.message ?? ""}`,
    after > 0 ? after : null,
  );
}
