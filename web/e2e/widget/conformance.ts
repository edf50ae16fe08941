// What HelpCrunch's methods and events do, in whichever browser a page of the site is open: every method is called, and
// every event is heard, as a site does it.

import { expect } from "vitest";
import { EVENTS } from "../../demo/events.ts";
import { PATIENCE_MS } from "../harness/settings.ts";
import type { Agent, Desk, Json } from "../harness/test.ts";
import { answers, closes, newest } from "./visitor.ts";

/** A page of the site in some browser, and the widget's frame in this page. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate<A, R>(act: (given: A) => R, given: A): Promise<Awaited<R>>;
  /** Resolves when the function returns a truthy value in the page. */
  until<A>(holds: (given: A) => unknown, given: A): Promise<unknown>;
  /** The messages in the browser's console. */
  said: string[];
  /** Resolves when an element is visible in the frame. */
  see(selector: string): Promise<unknown>;
  fill(selector: string, text: string): Promise<unknown>;
  click(selector: string): Promise<unknown>;
  enter(selector: string): Promise<unknown>;
}

const FIELD = ".composer textarea";

/**
 * Makes the widget ask for a name, and adds a proactive rule that no page matches; returns the
 * rule's id.
 */
export async function prepare(desk: Desk, agent: Agent): Promise<number> {
  await agent.call("PATCH", `/applications/${desk.application}/look`, {
    preChat: { enabled: true, text: "", fields: [{ name: "name", required: true }] },
  });
  const rule = { name: "Lamp", message: "Questions?", pages: ["nowhere"], enabled: true };
  return (await agent.call("POST", "/rules", rule)).id;
}

/**
 * Calls every method of the widget, and waits for the effect and the events of each call.
 */
export async function conform(tab: Tab, desk: Desk, agent: Agent, rule: number): Promise<void> {
  const call = (...args: unknown[]) =>
    tab.evaluate(all => (window as Json).HelpCrunch(...all), args as Json[]);
  /** Calls a method of the widget; resolves when the method calls its callback. */
  const done = (...args: unknown[]) =>
    tab.evaluate(
      all => new Promise<void>(then => (window as Json).HelpCrunch(...all, () => then())),
      args as Json[],
    );
  const heard = async (name: string, nth = 0): Promise<Json> => {
    await tab.until(
      ([name, nth]) =>
        (window as Json).heard.filter((it: Json) => it[0] === name).length > (nth as number),
      [name, nth] as const,
    );
    return tab.evaluate(
      ([name, nth]) =>
        (window as Json).heard.filter((it: Json) => it[0] === name)[nth as number][1],
      [name, nth] as const,
    );
  };
  const isAt = ([x, y]: readonly [number, number]) =>
    document.elementFromPoint(innerWidth - x, innerHeight - y)?.localName === "deskbell-widget";
  const isNotAt = ([x, y]: readonly [number, number]) =>
    document.elementFromPoint(innerWidth - x, innerHeight - y)?.localName !== "deskbell-widget";
  const kept = () => tab.evaluate(() => JSON.stringify({ ...localStorage }), null);

  await heard("onReady");
  const late = () => new Promise(then => (window as Json).HelpCrunch("ONREADY", () => then(true)));
  expect(await tab.evaluate(late, null)).toBe(true);
  await tab.until(isAt, [52, 52] as const);
  await call("hideChatWidget");
  await tab.until(isNotAt, [52, 52] as const);
  await call("SetChatButtonOffset", 140, 180);
  await call("showChatWidget");
  await tab.until(isAt, [168, 208] as const);
  await call("sendProactiveChatAutoMessage", rule);
  expect((await heard("onProactiveMessage")).message.text).toBe("Questions?");
  await call("setLocalization", "de");

  await call("OPENCHAT");
  await heard("onChatOpen");
  await tab.see("[lang=de]");
  await call("setPhraseList", "en");
  await tab.fill("#f-name", "Ann");
  await tab.enter("#f-name");
  expect((await heard("onPreChatFormSubmit")).userData.name).toBe("Ann");
  await tab.see(FIELD);
  await call("typeUserMessage", "Does the green one fit?");
  await tab.see(".send[aria-disabled=false]");
  await tab.enter(FIELD);
  await tab.see(".mine:not(.waiting, .refused)");
  await call("sendUserMessage", "I have 46 cm.");
  expect((await heard("onCustomerMessage", 1)).message).toMatchObject({
    text: "I have 46 cm.",
    content: "I have 46 cm.",
  });
  const { customer, id: chat } = await newest(desk);

  await done("updateUser", { email: "ann@example.com", custom_data: { plan: "gold" } });
  await done("UpdateUserData", { seats: 5 });
  // Old sites have something between, before the callback.
  await done("userAuth", { user_id: 42, phone: "+49 30 1234" }, null);
  const now = await desk.api("GET", `customers/${customer.id}`);
  expect(now).toMatchObject({
    name: "Ann",
    email: "ann@example.com",
    phone: "+49 30 1234",
    userId: "42",
  });
  expect(now.customData).toMatchObject({ plan: "gold", seats: 5 });
  await call("trackEvent", "looked_at_lamps", { count: 3 });
  await call("muteNotificationSound");
  await expect.poll(kept).toContain('\\"m\\":true');
  await call("muteNotificationSound", false);
  for (const name of [
    "setOperatingHours",
    "openKBArticle",
    "setMediaCSS",
    "showWidget",
    "nonsense",
  ])
    await call(name, 1, {}, []);

  await answers(desk, agent.id, "Mono is **44 cm** high.");
  expect((await heard("onAgentMessage")).message).toEqual({
    text: "Mono is **44 cm** high.",
    content: "Mono is **44 cm** high.",
    author_name: agent.name,
    cid: chat,
  });
  await tab.see(".theirs strong");
  await call("closeChat");
  await heard("onChatClose");
  await answers(desk, agent.id, "Leave 3 cm for the cord.");
  const unread = { unreadMessages: 1, unreadChats: 1 };
  for (const name of ["onNewUnreadMessages", "onNewUnreadChat"])
    expect(await heard(name)).toMatchObject(unread);
  await call("openChat");
  await heard("onChatOpen", 1);
  await desk.api("PUT", "chats/status", { id: chat, status: "closed" });
  await tab.click(".faces label:last-child");
  await tab.click(".rating .primary");
  expect(await heard("onRated")).toMatchObject({ rating: "perfect", comment: "", cid: chat });

  const tracked = () => agent.call("GET", `/customers/${customer.id}/events`);
  await expect.poll(async () => JSON.stringify(await tracked())).toContain("looked_at_lamps");
  // Who logs out meets a desk that is closed by now.
  await agent.call("PATCH", `/applications/${desk.application}/look`, {
    offline: { enabled: true, text: "", fields: [{ name: "email", required: true }] },
  });
  await closes(agent, (new Date().getUTCHours() * 60 + 720) % 1439);
  await call("logout");
  await expect.poll(kept).toBe("{}");
  await tab.see("#f-message");
  await tab.fill("#f-email", "bob@example.com");
  await tab.fill("#f-message", "Where is my lamp?");
  await tab.click(".primary");
  expect((await heard("onOfflineFormSubmit")).userData.email).toBe("bob@example.com");

  const heardAll = () =>
    JSON.stringify(
      (window as Json).heard.map(([name, detail, event]: Json) => ({ name, detail, event })),
    );
  const all = JSON.parse(await tab.evaluate(heardAll, null));
  expect([...new Set(all.map((it: Json) => it.name))].sort()).toEqual([...EVENTS].sort());
  // Fields stand at the top and in `detail`.
  for (const { detail, event } of all) expect(event).toMatchObject(detail);
  expect(await tab.evaluate(() => (window as Json).thrown, null)).toEqual([]);
  await expect
    .poll(() => tab.said.filter(line => line.includes("[chat]")).length, { timeout: PATIENCE_MS })
    .toBe(5);
}
