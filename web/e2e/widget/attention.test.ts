// What calls for a visitor who does not look at the chat: the count of what is unread, the message beside the button, rules,
// and the sound.

import { expect, type Json, type Page, test } from "../harness/test.ts";
import { answers, follow, newest, staff, tab, teaser, theirs, visit } from "./visitor.ts";

/** The names of a page's buttons for screen readers, which also read closed shadow roots. */
async function buttons(page: Page): Promise<string[]> {
  const tools = await page.context().newCDPSession(page);
  const { nodes } = await tools.send("Accessibility.getFullAXTree");
  return nodes.filter(it => it.role?.value === "button").map(it => `${it.name?.value}`);
}

test("a closed widget shows what is unread, before it was ever opened", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  await it.open();
  await it.writes("Hello?");
  await it.moves();
  await it.call("closeChat");
  await it.heard("onChatClose");
  await it.moves();
  await it.heard("onReady");
  expect(
    await it.page.evaluate(() => performance.getEntriesByType("resource").length),
  ).toBeLessThan(9);
  await answers(desk, id, "Good morning, how can we help?");
  const frame = await it.frame();
  await frame.locator(".tease", { hasText: "Good morning, how can we help?" }).waitFor();
  expect(await it.heard("onNewUnreadMessages")).toMatchObject({ unreadMessages: 1 });
  expect(await it.heard("onNewUnreadChat")).toMatchObject({ unreadChats: 1 });
  await expect.poll(() => buttons(it.page)).toContain("Open chat, Unread messages: 1");
  await it.moves();
  expect(await it.heard("onNewUnreadMessages")).toMatchObject({ unreadMessages: 1 });
  await it.open();
  await theirs(await it.frame(), "Good morning, how can we help?").waitFor();
  expect(await it.heard("onUnreadCountChanged", 1)).toMatchObject({ unreadMessages: 0 });
  await expect
    .poll(
      async () =>
        (await desk.messages((await newest(desk)).id)).findLast((it: Json) => it.type === "message")
          ?.read,
    )
    .toBe(true);
});

test.once("a teaser is taken up or closed", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Hello?");
  await it.call("closeChat");
  await frame.locator(".window").waitFor({ state: "detached" });
  await answers(desk, id, "One");
  await (await teaser(frame, "One")).locator(".quiet").click();
  await expect.poll(() => frame.locator(".tease").count()).toBe(0);
  await answers(desk, id, "Two");
  await (await teaser(frame, "Two")).locator(".take").click();
  await it.heard("onChatOpen", 1);
  await theirs(frame, "Two").waitFor();
});

test.once("rules invite by URL, time, language and visits, and each once", async t => {
  const desk = t.desk();
  const mireille = await staff(desk);
  const rule = (name: string, more: object) =>
    mireille.call("POST", "/rules", { name, message: name, enabled: true, ...more });
  await rule("For Poles", { locales: ["pl"] });
  await rule("For those who return", { visits: 2 });
  await rule("At the checkout", { pages: ["*/checkout*"] });
  const it = await visit(t, desk);
  await it.heard("onReady");
  const { pathname } = new URL(it.page.url());
  await it.goes(`${pathname}/checkout`);
  const frame = await it.frame();
  await (await teaser(frame, "At the checkout")).locator(".take").click();
  expect((await it.heard("onProactiveMessage")).message.text).toBe("At the checkout");
  await theirs(frame, "At the checkout").waitFor();
  await it.writes("Is anything unclear?");
  await it.call("closeChat");
  await it.goes(pathname);
  await it.goes(`${pathname}/checkout`);
  await expect.poll(async () => (await it.kept()).r?.length).toBe(1);
  expect(await it.count("onProactiveMessage")).toBe(1);
  const pole = await visit(t, desk, {}, { locale: "pl-PL" });
  await (await pole.frame()).locator(".take", { hasText: "For Poles" }).waitFor();
  // Half an hour later it is another visit.
  await it.page.evaluate(() => {
    const key = Object.keys(localStorage).find(it => it.startsWith("deskbell:")) ?? "";
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
    kept.v[1] -= 3600;
    localStorage.setItem(key, JSON.stringify(kept));
  });
  await it.moves();
  await (await it.frame()).locator(".take", { hasText: "For those who return" }).waitFor();
});

test.once("a message rings while nobody looks at the chat, unless the sound is off", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const page = await tab(t, desk);
  await page.addInitScript(() => {
    (window as Json).tones = 0;
    (window as Json).AudioContext = class {
      state = "running";
      currentTime = 0;
      part = () => {
        const part: Json = { frequency: {}, connect: (to: Json) => to, start() {}, stop() {} };
        part.gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
        return part;
      };
      createGain = this.part;
      createOscillator = () => {
        (window as Json).tones += 1;
        return this.part();
      };
    };
  });
  const it = await follow(t, desk, page);
  const frame = await it.open();
  const tones = () => frame.evaluate(() => (window as Json).tones);
  await it.writes("Hello?");
  await answers(desk, id, "You see this");
  await theirs(frame, "You see this").waitFor();
  expect(await tones()).toBe(0);
  await it.call("closeChat");
  await frame.locator(".window").waitFor({ state: "detached" });
  await answers(desk, id, "You hear this");
  await teaser(frame, "You hear this");
  await expect.poll(tones).toBe(2);
  await it.call("muteNotificationSound");
  await expect.poll(async () => (await it.kept()).m).toBe(true);
  await answers(desk, id, "You hear nothing");
  await teaser(frame, "You hear nothing");
  expect(await tones()).toBe(2);
});

test.once("a rule waits for its time on the page, which begins anew on another", async t => {
  const desk = t.desk();
  const mireille = await staff(desk);
  const rule = { name: "Slow", message: "Still here?", seconds: 90, enabled: true };
  await mireille.call("POST", "/rules", rule);
  const page = await tab(t, desk);
  await page.clock.install();
  const it = await follow(t, desk, page);
  await it.heard("onReady");
  await page.clock.runFor(60_000);
  await it.goes("/lamps");
  await page.clock.runFor(60_000);
  expect(await it.count("onProactiveMessage")).toBe(0);
  await page.clock.runFor(40_000);
  expect((await it.heard("onProactiveMessage")).message.text).toBe("Still here?");
});
