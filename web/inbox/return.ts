// Where signing in leads: back to the page that asked for it.

import { go } from "../core/router.ts";

const HOME = "/inbox/mine";

let path = HOME;

/** Asks to sign in, and comes back here then. */
export function signInFirst(): void {
  path = location.pathname + location.search + location.hash;
  go("/inbox/sign-in", true);
}

/** Goes where signing in leads. */
export function comeBack(): void {
  const to = path;
  path = HOME;
  go(to, true);
}
