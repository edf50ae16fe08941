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
    const { status } = this;
    return !status || status === 408 || status === 429 || status >= 500;
  }
}

/** What goes with a request. */
export interface Load {
  body?: unknown;
  key?: string;
  /** Bytes instead of JSON. */
  raw?: Raw;
}

/** Bytes, whose way to the server is told. */
export interface Raw {
  bytes: Blob;
  progress(share: number): void;
  stop: AbortSignal;
}

/** A request with the visitor's token, as it is at the time. */
export type Ask = (method: string, path: string, load?: Load) => Promise<unknown>;

/** How long an answer may take, in milliseconds. */
const PATIENCE_MS = 30_000;

/** Asks, and gives the JSON of the answer; throws a `Refusal`. */
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

/** The refusal of an answer. The server's form is `{"errors": [{"code", "message"}]}`. */
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
