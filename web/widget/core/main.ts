/** The entry point of the frame: waits for the loader's hello message, and starts the core. */

import type { Hello } from "../shared/protocol";
import { start } from "./app";

addEventListener("message", function hear(e: MessageEvent<Hello>) {
  const [port] = e.ports;
  if (e.source !== parent || e.data?.deskbell !== 1 || !port) return;
  removeEventListener("message", hear);
  start(e.data, e.origin, port);
});
