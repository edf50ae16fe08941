// Signing out: ends the session on the server, and removes the desk from the page.

import { go } from "../core/router.ts";
import { type Desk, desk } from "./desk.ts";
import { session } from "./server.ts";

export async function signOut(open: Desk): Promise<void> {
  open.stop();
  try {
    await session.signOut();
  } catch {
    // The page forgets it all the same.
  }
  desk.value = null;
  go("/inbox/sign-in");
}
