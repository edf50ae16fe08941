/** The events that a site tracks, which are sent in batches. */

import type { Visit } from "./visit";

/** An event that the site tracks. */
export interface Happening {
  name: string;
  data?: Record<string, unknown>;
}

/** The longest time that an event waits for its batch, in milliseconds. */
const BATCH_MS = 5000;
const BATCH_MAX = 20;
/** The maximal number of waiting events. Above this number, the oldest event is dropped. */
const WAITING_MAX = 100;

/** Creates a function that collects events and sends them to the server. */
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
