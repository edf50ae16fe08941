// HelpCrunch's snippets, one of each generation: changing one URL is all that a site has to do.

import { expect, type Json, test } from "../harness/test.ts";
import { EVENTS, GENERATIONS } from "./site.ts";
import { answers, newest, staff, theirs, visit } from "./visitor.ts";

for (const [name, snippet] of Object.entries(GENERATIONS)) {
  test.once(`the ${name} snippet opens, sends, and hears what happens`, async t => {
    const desk = t.desk();
    const { id } = await staff(desk);
    const it = await visit(t, desk, { snippet: snippet(desk) });
    await it.heard("onReady");
    await it.call("OPENCHAT");
    await it.heard("onChatOpen");
    const frame = await it.open();
    await it.writes("Does the green one fit under a shelf?");
    const { message } = await it.heard("onCustomerMessage");
    expect(message.text).toBe("Does the green one fit under a shelf?");
    await answers(desk, id, "Mono is **44 cm** high.");
    await theirs(frame, "Mono is 44 cm high.").waitFor();
    expect((await it.heard("onAgentMessage")).message).toMatchObject({
      text: "Mono is **44 cm** high.",
      content: "Mono is **44 cm** high.",
      author_name: "Mireille Okafor",
    });
    await it.call("closeChat");
    await it.heard("onChatClose");
    expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
  });
}

test.once("every method of HelpCrunch is taken, in any case, and none throws", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk);
  await it.heard("onReady");
  const frame = await it.open();
  await it.call("typeUserMessage", "What I would say");
  await expect.poll(() => frame.inputValue(".composer textarea")).toBe("What I would say");
  await it.call("sendUserMessage", "What I say");
  await frame.locator(".mine:not(.waiting)", { hasText: "What I say" }).waitFor();
  const done = (...args: unknown[]) =>
    it.page.evaluate(
      all => new Promise<void>(then => (window as Json).HelpCrunch(...all, () => then())),
      args,
    );
  await done("updateUser", {
    name: "Ann",
    email: "ann@example.com",
    custom_data: { plan: "gold" },
  });
  await done("UpdateUserData", { seats: 5 });
  await done("userAuth", { user_id: 42, phone: "+49 30 1234" });
  const { customer } = await newest(desk);
  const now = await desk.api("GET", `customers/${customer.id}`);
  expect(now).toMatchObject({ name: "Ann", email: "ann@example.com", phone: "+49 30 1234" });
  expect(now.customData).toMatchObject({ plan: "gold", seats: 5 });
  await it.call("setLocalization", "de");
  await frame.locator(".composer textarea[placeholder='Nachricht schreiben']").waitFor();
  await it.call("setPhraseList", "en");
  await it.call("muteNotificationSound");
  await expect.poll(async () => (await it.kept()).m).toBe(true);
  await it.call("muteNotificationSound", false);
  await it.call("hideChatWidget");
  await it.call("showChatWidget");
  await it.call("setChatButtonOffset", 40, 80);
  await it.call("trackEvent", "looked_at_lamps", { count: 3 });
  for (const name of [
    "setOperatingHours",
    "openKBArticle",
    "setMediaCSS",
    "showWidget",
    "nonsense",
  ])
    await it.call(name, 1, {}, []);
  await it.call("sendProactiveChatAutoMessage", 12345);
  await expect.poll(() => it.said.filter(line => line.startsWith("[chat]")).length).toBe(6);
  await it.call("closeChat");
  await it.call("logout");
  await expect.poll(() => it.kept()).toBeNull();
  expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
});

test.once(
  "an event has its fields at the top and in detail, and late listeners of onReady",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const it = await visit(t, desk);
    await it.heard("onReady");
    const late = await it.page.evaluate(
      () => new Promise(then => (window as Json).HelpCrunch("ONREADY", () => then(true))),
    );
    expect(late).toBe(true);
    await it.open();
    await it.writes("Hello");
    const both = await it.page.evaluate(() => {
      const [, detail, event] = (window as Json).heard.find(
        (it: Json) => it[0] === "onCustomerMessage",
      );
      return [detail.message.text, event.message.text, event.type];
    });
    expect(both).toEqual(["Hello", "Hello", "onCustomerMessage"]);
    expect(EVENTS).toContain("onRated");
  },
);
