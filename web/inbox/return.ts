// The page to which signing in returns.

import { go } from "../core/router.ts";

const HOME = "/inbox/mine";

let path = HOME;

/** Opens the sign-in page, and stores the current path for `comeBack`. */
export function signInFirst(): void {
  path = location.pathname + location.search + location.hash;
  go("/inbox/sign-in", true);
}

/** Returns to the page that was open before signing in. */
export function comeBack(): void {
  const to = path;
  path = HOME;
  go(to, true);
}
