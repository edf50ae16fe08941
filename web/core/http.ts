// Calls of the server's operations: JSON in both directions, one class of errors, and the two
// refusals that need the user: the session has ended, or the password must be entered again.

import { type Signal, signal } from "@preact/signals";

/** One error in the body of an error response. */
export interface Refusal {
  code: string;
  message: string;
  pointer?: string;
}

/** The error of a failed call. The status is 0 if no answer arrived. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly items: Refusal[],
    readonly requestId = "",
    readonly retryAfterS = 0,
    readonly details: Record<string, unknown> = {},
  ) {
    super(items[0]?.message ?? `The server answered ${status}.`);
  }

  get code(): string {
    return this.items[0]?.code ?? "";
  }

  /** True if a retry of the call may succeed. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export interface Options {
  headers?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Receives the ETag of the answer. */
  tag?: (tag: string) => void;
  /** Receives the time of the answer, by the server's clock. */
  date?: (ms: number) => void;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * The time limit of a call: enough for a slow answer over a slow connection, and short enough to
 * notice a dead connection.
 */
const TIMEOUT_MS = 20_000;

export class Client {
  /** True if the server answered the last call, even with an error. */
  readonly isReached: Signal<boolean> = signal(true);
  /** Called when the session is over. */
  onSignedOut: () => void = () => {};
  /** Asks for the password again; resolves with true when the server has accepted the password. */
  onStepUp: () => Promise<boolean> = async () => false;

  constructor(
    readonly base: string,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async call<T>(method: Method, path: string, body?: unknown, options: Options = {}): Promise<T> {
    try {
      return await this.once<T>(method, path, body, options);
    } catch (failure) {
      if (failure instanceof Failure && failure.code === "step_up_required") {
        if (await this.onStepUp()) return await this.once<T>(method, path, body, options);
      }
      throw failure;
    }
  }

  get<T>(path: string, options?: Options): Promise<T> {
    return this.call<T>("GET", path, undefined, options);
  }

  post<T>(path: string, body: unknown = {}, options?: Options): Promise<T> {
    return this.call<T>("POST", path, body, options);
  }

  put<T>(path: string, body: unknown, options?: Options): Promise<T> {
    return this.call<T>("PUT", path, body, options);
  }

  patch<T>(path: string, body: unknown, options?: Options): Promise<T> {
    return this.call<T>("PATCH", path, body, options);
  }

  delete<T>(path: string, options?: Options): Promise<T> {
    return this.call<T>("DELETE", path, undefined, options);
  }

  private async once<T>(method: Method, path: string, body: unknown, options: Options): Promise<T> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
    const init: RequestInit = { method, headers, signal, credentials: "same-origin" };
    if (method !== "GET") {
      // A change carries a type even without a body: one that other sites cannot send.
      const isFile = body instanceof Blob;
      headers["Content-Type"] = isFile ? "application/octet-stream" : "application/json";
      if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await this.fetcher(this.base + path + queried(options.query), init);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      this.isReached.value = false;
      throw new Failure(0, [{ code: "no_answer", message: "The server did not answer." }]);
    }
    this.isReached.value = true;
    if (response.ok) {
      options.tag?.(response.headers.get("ETag") ?? "");
      const dateMs = Date.parse(response.headers.get("Date") ?? "");
      if (!Number.isNaN(dateMs)) options.date?.(dateMs);
      if (response.status === 204) return undefined as T;
      const text = await response.text();
      return (text === "" ? undefined : JSON.parse(text)) as T;
    }
    const failure = await failed(response);
    if (failure.status === 401 && failure.code !== "sign_in" && !path.startsWith("/session")) {
      this.onSignedOut();
    }
    throw failure;
  }
}

/** Converts an error response to a `Failure`. */
export async function failed(response: Response): Promise<Failure> {
  let items: Refusal[] = [];
  let details: Record<string, unknown> = {};
  try {
    const json = (await response.json()) as { errors?: Refusal[] } & Record<string, unknown>;
    if (Array.isArray(json.errors)) items = json.errors;
    details = json;
  } catch {
    // Something between us and the server answered.
  }
  const id = response.headers.get("X-Request-Id") ?? "";
  const retry = Number(response.headers.get("Retry-After") ?? 0);
  return new Failure(response.status, items, id, Number.isFinite(retry) ? retry : 0, details);
}

function queried(query: Options["query"]): string {
  if (!query) return "";
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) words.set(name, String(value));
  }
  const text = words.toString();
  return text ? `?${text}` : "";
}

/** Returns a random id of 128 bits, as text. Also works on pages without TLS. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
