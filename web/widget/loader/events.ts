/** Events for the site: `HelpCrunch('onX', function (event) {…})`. */

type Handler = (event: Record<string, unknown>) => void;

/** The event handlers of a page. */
export interface Events {
  /**
   * Registers a handler; names are case-insensitive. A late handler for `onReady` is called at
   * once.
   */
  on(name: string, handler: unknown): void;
  /**
   * Calls the handlers of an event. The fields are both in the event and in its `detail`, because
   * sites read them from either place.
   */
  emit(name: string, detail?: Record<string, unknown>): void;
}

/**
 * Creates the event handlers of a page. An error in a handler is passed to `complain`, and affects
 * no other handler.
 */
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
