// The same in Firefox, which shares no code with Chromium: every generation of snippets, and a visitor and an agent who
// write to each other in two browsers.

import { type Browser, type Page as Firefox, launch } from "puppeteer-core";
import { afterAll, beforeAll } from "vitest";
import { bubble, live, field as reply, row, typesUntil } from "../harness/inbox.ts";
import { PATIENCE_MS } from "../harness/settings.ts";
import { expect, type Json, PASSWORD, test } from "../harness/test.ts";
import { conform, prepare, type Tab } from "./conformance.ts";
import { GENERATIONS, settings } from "./site.ts";
import { named, newest, ownSite, staff, theirs, visit } from "./visitor.ts";

const PATH = process.env["DESKBELL_FIREFOX"] ?? "/usr/bin/firefox-esr";

let firefox: Browser;

beforeAll(async () => {
  firefox = await launch({ browser: "firefox", executablePath: PATH, headless: true });
}, 120_000);
afterAll(() => firefox.close());

/** Opens a page of the site in Firefox, in a tab with separate storage. */
async function open(): Promise<{ tab: Tab; page: Firefox; end(): Promise<void> }> {
  const context = await firefox.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const said: string[] = [];
  page.on("console", line => said.push(line.text()));
  const frame = async () => {
    const found = () => page.frames().find(it => it.url().includes("/widget/frame"));
    await expect.poll(found).toBeTruthy();
    return found() ?? page.mainFrame();
  };
  const tab: Tab = {
    goto: url => page.goto(url),
    evaluate: (act, given) => page.evaluate(act as never, given),
    until: (holds, given) => page.waitForFunction(holds as never, {}, given),
    said,
    see: async selector => (await frame()).waitForSelector(selector, { visible: true }),
    fill: async (selector, text) => (await frame()).locator(selector).fill(text),
    click: async selector => (await frame()).locator(selector).click(),
    async enter(selector) {
      await (await (await frame()).waitForSelector(selector))?.press("Enter");
    },
  };
  return { tab, page, end: () => context.close() };
}

for (const [name, snippet] of Object.entries(GENERATIONS)) {
  test.once(`the ${name} snippet has every method and every event in Firefox`, async t => {
    const desk = t.desk();
    const agent = await staff(desk);
    const rule = await prepare(desk, agent);
    const { tab, end } = await open();
    const html = snippet(desk, await named(desk, agent));
    await tab.goto((await ownSite()).page({ snippet: html }));
    await conform(tab, desk, agent, rule);
    await end();
  });
}

test.once("a visitor in Firefox writes, and an agent answers in Chromium", async t => {
  const desk = t.desk();
  const amara = await staff(desk);
  const inbox = await t.open(desk, amara, "/inbox/all");
  const { tab, page, end } = await open();
  await tab.goto((await ownSite()).page({ snippet: settings(desk) }));
  await tab.until(() => (window as Json).heard.length > 0, null);
  await tab.evaluate(() => (window as Json).HelpCrunch("openChat"), null);
  await tab.fill(".composer textarea", "Does it fit under a shelf?");
  await tab.enter(".composer textarea");
  await row(inbox, "Does it fit under a shelf?").waitFor();
  await inbox.goto(`/inbox/all/${(await newest(desk)).id}`);
  await bubble(inbox, "Does it fit under a shelf?").waitFor();
  await live(inbox);
  const frame = page.frames().find(it => it.url().includes("/widget/frame"));
  await typesUntil(reply(inbox), async () => Boolean(await frame?.$(".typing")));
  await reply(inbox).fill("Just about: **44 cm**.");
  await reply(inbox).press("Control+Enter");
  await tab.see(".theirs strong");
  await inbox.locator(".group-agent", { hasText: "Seen" }).waitFor();
  await end();
});

test.once("a visitor in Chromium writes, and an agent answers in Firefox", async t => {
  const desk = t.desk();
  const amara = await staff(desk);
  const { page, end } = await open();
  await page.goto(`${desk.server.url}/inbox/all`);
  await page.locator("input[autocomplete=username]").fill(amara.login);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".nav-live-on");
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Does it fit under a shelf?");
  await page.locator(".row .row-name").click();
  await page.waitForSelector(".bubble-customer");
  await frame.locator(".meta", { hasText: "Seen" }).waitFor();
  await page.locator(".composer textarea").fill("Just about: **44 cm**.");
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  await theirs(frame, "Just about: 44 cm.").locator("strong").waitFor();
  await it.heard("onAgentMessage");
  await end();
});
