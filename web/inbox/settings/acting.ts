// A change from a page of the settings: a toast reports its success or the reason for its failure.

import type { Desk } from "../desk.ts";
import { sentence } from "../failures.ts";

export async function act(
  desk: Desk,
  work: () => Promise<unknown>,
  /** The text of the toast after success; null if the work itself shows a toast. */
  text: string | null,
  after: () => void = () => {},
): Promise<boolean> {
  try {
    await work();
    if (text !== null) desk.say(text);
    after();
    return true;
  } catch (failure) {
    desk.say(sentence(failure), null, true);
    return false;
  }
}
