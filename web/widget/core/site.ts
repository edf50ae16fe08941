/** What a site calls (`HelpCrunch("updateUser", …)`), by its name in lower case, as the loader sends it. */

import type { App } from "./app";

/** What the calls need of the core. */
export interface Site {
  app: App;
  show(shown: boolean): void;
  offset(x: number, y: number): void;
  identify(user: unknown): Promise<void> | undefined;
  data(data: unknown): Promise<void>;
  language(wished: string): void;
  track(name: string, data: unknown): void;
  /** Shows the message of a rule; false where there is none of that id. */
  rule(id: string): boolean;
  logOut(): Promise<void>;
  warn(text: string): void;
}

/** The longest message that one can write, in characters. */
export const TEXT_MAX = 4096;

/** The function that carries a call out. An unknown name, or arguments that make no sense, do nothing. */
export function siteCalls(site: Site): (name: string, args: unknown[]) => unknown {
  const text = (it: unknown) => (typeof it === "string" ? it.slice(0, TEXT_MAX) : "");
  const calls: Record<string, (a: unknown, b: unknown) => unknown> = {
    showchatwidget: () => site.show(true),
    hidechatwidget: () => site.show(false),
    setchatbuttonoffset: (x, y) => site.offset(Number(x), Number(y)),
    updateuser: user => site.identify(user),
    userauth: user => site.identify(user),
    updateuserdata: data => site.data(data),
    trackevent: (name, data) => {
      if (text(name)) site.track(text(name), data);
    },
    setlocalization: wished => site.language(text(wished)),
    setphraselist: wished => site.language(text(wished)),
    sendproactivechatautomessage: id => {
      if (!site.rule(`${id}`))
        site.warn(`There is no proactive message ${text(`${id}`).slice(0, 40)}`);
    },
    sendusermessage: said => {
      if (text(said).trim()) site.app.send(text(said), []);
    },
    typeusermessage: said => site.app.draft(text(said)),
    logout: () => site.logOut(),
    mutenotificationsound: muted => site.app.mute(muted !== false),
  };
  return (name, args) => (Object.hasOwn(calls, name) ? calls[name]?.(args[0], args[1]) : undefined);
}
