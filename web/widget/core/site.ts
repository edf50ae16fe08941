/**
 * The methods that a site calls, as in `HelpCrunch("updateUser", …)`. Names are case-insensitive,
 * since sites differ in their spelling.
 */

import type { Core } from "./app";
import { happenings } from "./happenings";
import { flat, identity } from "./identity";
import { TEXT_MAX } from "./state";

export { identity };

/**
 * HelpCrunch's methods that are accepted without an effect: the inbox has a setting instead, or the
 * feature does not exist.
 */
const UNUSED = ["setoperatinghours", "openkbarticle", "setmediacss"];

/**
 * Creates a function that runs a site's call. An unknown name logs a warning; invalid arguments are
 * ignored.
 */
export function siteCalls(core: Core): (name: string, args: unknown[]) => unknown {
  const { host, visit } = core;
  const happened = happenings(visit);
  const text = (it: unknown) => (typeof it === "string" ? it.slice(0, TEXT_MAX) : "");
  const identify = (given: unknown) => {
    const said = identity(given);
    const who = visit.who();
    // Without a new proof the old one stays, but only for the same user.
    const same = !said?.["userId"] || said["userId"] === who?.["userId"];
    return said ? visit.be({ ...(same ? who : {}), ...said }) : undefined;
  };
  const calls: Record<string, (a: unknown, b: unknown) => unknown> = {
    updateuser: identify,
    userauth: identify,
    updateuserdata(data) {
      const who = visit.who();
      return visit.be({ ...who, customData: { ...flat(who?.["customData"]), ...flat(data) } });
    },
    trackevent(name, given) {
      const data = flat(given);
      if (text(name)) happened({ name: text(name), ...(Object.keys(data).length ? { data } : {}) });
    },
    setlocalization: wished => host.wish(text(wished)),
    // The older name of the same.
    setphraselist: wished => host.wish(text(wished)),
    sendproactivechatautomessage(id) {
      if (!core.rules()?.invite(`${id}`))
        host.post(["warn", `There is no proactive message ${`${id}`.slice(0, 40)}`]);
    },
    async sendusermessage(said) {
      if (text(said).trim()) (await core.talk()).send(text(said), []);
    },
    typeusermessage: async said => (await core.talk()).draft(text(said)),
    async logout() {
      visit.feed.stop();
      core.also(it => it.follow(false));
      await visit.ask("DELETE", "session").catch(() => {});
      host.forget();
      core.reset();
      await visit.follow(null, null);
    },
    mutenotificationsound: muted => core.mute(muted !== false),
  };
  return (name, [a, b]) => {
    const key = name.toLowerCase();
    if (Object.hasOwn(calls, key)) return calls[key]?.(a, b);
    const said = name.slice(0, 40);
    host.post(["warn", UNUSED.includes(key) ? `${said} does nothing here` : `There is no ${said}`]);
  };
}
