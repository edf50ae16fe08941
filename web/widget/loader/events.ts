/** Events for the site: `HelpCrunch('onX', function (event) {…})`. */

type Handler = (event: Record<string, unknown>) => void;

/** Events of one page. */
export interface Events {
  /** Registers a handler under a name in any case. Who asks for `onReady` late is called at once. */
  on(name: string, handler: unknown): void;
  /** Tells an event. Its fields stand both at the top and in `detail`, because sites read either. */
  emit(name: string, detail?: Record<string, unknown>): void;
}

/** Events whose handlers cannot break the widget nor each other. */
export function events(complain: (error: unknown) => void): Events {
  const handlers: Record<string, Handler[]> = {};
  let ready = false;
  const call = (handler: Handler, name: string, detail: Record<string, unknown>) => {
    try {
      handler({ ...detail, type: name, detail });
    } catch (error) {
      complain(error);
    }
  };
  return {
    on(name, handler) {
      const key = name.toLowerCase();
      if (typeof handler !== "function") return complain(`${name} takes a function`);
      handlers[key] = [...(handlers[key] ?? []), handler as Handler];
      if (ready && key === "onready") call(handler as Handler, name, {});
    },
    emit(name, detail = {}) {
      const key = name.toLowerCase();
      if (key === "onready") {
        if (ready) return;
        ready = true;
      }
      for (const handler of handlers[key] || []) call(handler, name, detail);
    },
  };
}
