// Sentences about failures that no operation words itself.

import { Failure } from "./http.ts";

/** What went wrong, as one sentence for the place where it happened. */
export function sentence(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? error.message : String(error);
}
