/** The frame: waits for the loader's hello, starts the core, and loads the view when it is wanted. */

import type { Hello } from "../shared/protocol";
import { app } from "./app";

let shown: Promise<unknown> | undefined;

addEventListener("message", function hear(e: MessageEvent<Hello>) {
  const [port] = e.ports;
  if (e.source !== parent || e.data?.deskbell !== 1 || !port) return;
  removeEventListener("message", hear);
  app(e.data, e.origin, port, it => {
    shown ??= import("../view/main").then(view => view.show(it));
    shown.catch(() => {
      shown = undefined;
    });
  });
});
