// A change made from a settings page: said when it is done, or why it is not.

import type { Desk } from "../desk.ts";
import { sentence } from "../failures.ts";

export async function act(
  desk: Desk,
  work: () => Promise<unknown>,
  /** Null if the work says it itself. */
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
