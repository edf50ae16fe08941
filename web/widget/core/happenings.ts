/** What happened is told in batches: what a site tracks in a burst is one request. */

import type { Visit } from "./visit";

/** Something that the visitor did. */
export interface Happening {
  name: string;
  data?: Record<string, unknown>;
}

/** The longest that something that happened waits to be told with others, in milliseconds. */
const BATCH_MS = 5000;
/** The most that is told at once. */
const BATCH_MAX = 20;
/** The most that waits; what is older is let go. */
const WAITING_MAX = 100;

/** Takes what happened, and tells the server of it within a visit. */
export function happenings(visit: Visit): (it: Happening) => void {
  let waiting: Happening[] = [];
  const later = () => setTimeout(tell, BATCH_MS);
  const tell = () => {
    const events = waiting.splice(0, BATCH_MAX);
    visit.ask("POST", "events", { body: { events, ...visit.at() } }).then(visit.joined, () => {});
    if (waiting.length) later();
  };
  return it => {
    if (!waiting.length) later();
    waiting = [...waiting, it].slice(-WAITING_MAX);
  };
}
