// The widget against a real server in Chromium: `node e2e/widget/run.mjs PATH-OF-DESKBELL`. Pictures go to
// target/screenshots. Every step fails by throwing.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { pages } from "./pages.mjs";
import { start } from "./server.mjs";

const program = process.argv[2] ?? "target/debug/deskbell";
const out = new URL("../../../target/screenshots/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const world = await start(program, pages);
world.run("agent", "add", "--name", "Mireille Okafor", "--email", "mireille@ostra.example");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** Opens a page of the site. @param {string} name @param {import("playwright-core").BrowserContextOptions} [device] */
async function visit(name, device = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...device });
  const page = await context.newPage();
  /** @type {string[]} */
  const said = [];
  page.on("console", line => said.push(line.text()));
  if (process.env["SAY"]) page.on("console", line => console.log(name, line.text()));
  await page.goto(`${world.site}/${name}`);
  return { context, page, said };
}
/** The frame of the widget. @param {import("playwright-core").Page} page */
async function frameOf(page) {
  await page.waitForFunction(() => document.querySelector("deskbell-widget"));
  for (;;) {
    const frame = page.frames().find(it => it.url().includes("/widget/frame"));
    if (frame) return frame;
    await page.waitForTimeout(50);
  }
}
/** @param {import("playwright-core").Page} page @param {...unknown} args */
const call = (page, ...args) =>
  page.evaluate(all => /** @type {any} */ (window).HelpCrunch(...all), args);
/** @param {import("playwright-core").Page} page @param {string} name */
const heard = (page, name) =>
  page.waitForFunction(
    it => /** @type {any} */ (window).heard.some((/** @type {any} */ e) => e[0] === it),
    name,
  );
/** @param {import("playwright-core").Page} page @param {string} name */
const shot = (page, name) => page.screenshot({ path: `${out}widget-${name}.png` });

/** @type {[string, () => Promise<void>][]} */
const steps = [
  [
    "every generation of snippets becomes ready and can be opened",
    async () => {
      for (const name of ["newest", "second", "third", "oldest"]) {
        const { context, page } = await visit(name);
        await heard(page, "onReady");
        await call(page, "OPENCHAT");
        await heard(page, "onChatOpen");
        await (await frameOf(page)).waitForSelector(".composer textarea");
        assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).thrown), [], name);
        await context.close();
      }
    },
  ],
  [
    "who only looks leaves nothing, in the browser and on the server",
    async () => {
      const { context, page } = await visit("newest");
      await heard(page, "onReady");
      await call(page, "openChat");
      await (await frameOf(page)).waitForSelector(".composer textarea");
      assert.equal(await page.evaluate(() => localStorage.length), 0);
      assert.equal((await context.cookies()).length, 0);
      await context.close();
      assert.equal((await world.api("GET", "customers")).total, 0);
    },
  ],
  [
    "with startOnCall nothing is asked before a call",
    async () => {
      const { context, page } = await visit("waits");
      await page.waitForTimeout(600);
      assert.equal(page.frames().length, 1);
      await call(page, "showChatWidget");
      await frameOf(page);
      await context.close();
    },
  ],
  [
    "a visitor writes, an agent answers, and both see it",
    async () => {
      const { context, page } = await visit("newest");
      await heard(page, "onReady");
      await shot(page, "closed");
      await call(page, "openChat");
      const frame = await frameOf(page);
      await frame.fill("textarea", "Hi! Does the green one fit under a shelf? I have 46 cm 🙂");
      await frame.press("textarea", "Enter");
      await frame.waitForSelector(".mine:not(.waiting)");
      const [chat] = (await world.api("GET", "chats?sort=chats.createdAt&order=desc")).data;
      await world.api("POST", "messages", {
        chat: chat.id,
        agent: 1,
        text: "Just about: Mono is **44 cm** high, so you have two fingers of air above it.",
      });
      await world.api("POST", "messages", {
        chat: chat.id,
        agent: 1,
        text: "Leave 3 cm for the cord behind. More at https://ostra.example/mono",
      });
      await frame.waitForSelector(".theirs strong", { timeout: 20000 });
      await heard(page, "onAgentMessage");
      await frame.fill("textarea", "and can the shade be replaced? a friend’s broke");
      await frame.press("textarea", "Enter");
      await frame.waitForSelector("text=a friend’s broke");
      await frame.waitForFunction(
        () => document.querySelectorAll(".mine:not(.waiting)").length === 2,
      );
      await frame.fill("textarea", "It broke in the post");
      await shot(page, "open");
      // The same on the next page, still open, and what was typed is there.
      await page.waitForTimeout(700);
      await page.goto(`${world.site}/dark`);
      const dark = await frameOf(page);
      await dark.waitForSelector("text=two fingers");
      assert.equal(await dark.inputValue("textarea"), "It broke in the post");
      await shot(page, "dark");
      // Closed: an answer is shown beside the button.
      await call(page, "closeChat");
      await world.api("POST", "messages", {
        chat: chat.id,
        agent: 1,
        text: "Yes, every part can. A green shade is €48, and you need no tools.",
      });
      await page.waitForFunction(
        () =>
          /** @type {any} */ (window).heard.some(
            (/** @type {any} */ e) => e[0] === "onNewUnreadMessages",
          ),
        null,
        { timeout: 60000 },
      );
      await dark.waitForSelector(".tease", { timeout: 20000 });
      await page.waitForTimeout(400);
      await shot(page, "unread");
      // Rated, once it is closed.
      await call(page, "openChat");
      await world.api("PUT", "chats/status", { id: chat.id, status: "closed" });
      await dark.waitForSelector(".rating", { timeout: 40000 });
      await dark.click("label:has-text('perfect')");
      await dark.fill(".rating textarea", "Knew the lamp by heart");
      await shot(page, "rating");
      await dark.click(".rating .primary");
      await dark.waitForSelector("text=Thank you for the rating");
      assert.equal((await world.api("GET", `chats/${chat.id}`)).rating, "perfect");
      // Back to the list.
      await dark.click("header .quiet");
      await dark.waitForSelector(".row");
      await shot(page, "list");
      // Gone after logging out.
      await call(page, "logout");
      await dark.waitForSelector(".row", { state: "detached" });
      assert.equal(await page.evaluate(() => localStorage.length), 0);
      await context.close();
    },
  ],
  [
    "what is sent to a dead server survives a reload and arrives once",
    async () => {
      const { context, page } = await visit("newest");
      await heard(page, "onReady");
      await call(page, "openChat");
      let frame = await frameOf(page);
      await frame.fill("textarea", "before");
      await frame.press("textarea", "Enter");
      await frame.waitForSelector(".mine:not(.waiting)");
      await world.down();
      await frame.fill("textarea", "while nobody is there");
      await frame.press("textarea", "Enter");
      await frame.waitForSelector(".waiting");
      await frame.waitForSelector(".banner", { timeout: 20000 });
      await shot(page, "offline");
      await world.up();
      await page.reload();
      frame = await frameOf(page);
      await frame.waitForFunction(
        () => document.querySelectorAll(".mine:not(.waiting)").length === 2,
        null,
        { timeout: 30000 },
      );
      const [chat] = (await world.api("GET", "chats?sort=chats.createdAt&order=desc")).data;
      const { data } = await world.api("GET", `chats/${chat.id}/messages`);
      assert.equal(
        data.filter((/** @type {any} */ it) => it.text === "while nobody is there").length,
        1,
      );
      await context.close();
    },
  ],
  [
    "a strict host lets it in with script-src and frame-src alone",
    async () => {
      const { context, page, said } = await visit("strict");
      await page.waitForFunction(() => /** @type {any} */ (window).HelpCrunch);
      await call(page, "openChat");
      const frame = await frameOf(page);
      await frame.waitForSelector(".composer textarea");
      await page.waitForTimeout(300);
      assert.deepEqual(
        said.filter(it => /Refused|violat|Trusted/i.test(it)),
        [],
      );
      await shot(page, "strict");
      await context.close();
    },
  ],
  [
    "a host that refuses the frame goes on as it was",
    async () => {
      const { context, page } = await visit("refusing");
      await page.waitForFunction(() => /** @type {any} */ (window).HelpCrunch);
      await call(page, "openChat");
      await call(page, "sendUserMessage", "x");
      assert.equal(await page.textContent("h1"), "Refusing");
      await context.close();
    },
  ],
  [
    "right to left, in Arabic",
    async () => {
      const { context, page } = await visit("arabic");
      await heard(page, "onReady");
      await call(page, "openChat");
      const frame = await frameOf(page);
      await frame.waitForSelector(".composer textarea");
      assert.equal(await frame.evaluate(() => document.documentElement.dir), "rtl");
      await frame.fill("textarea", "هل المقاس 46 cm مناسب؟");
      await frame.press("textarea", "Enter");
      await frame.waitForSelector(".mine:not(.waiting)");
      await shot(page, "arabic");
      await context.close();
    },
  ],
  [
    "a phone has it on the whole screen",
    async () => {
      const { context, page } = await visit("newest", {
        viewport: { width: 390, height: 780 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
      });
      await heard(page, "onReady");
      await call(page, "openChat");
      const frame = await frameOf(page);
      await frame.fill("textarea", "Hi!");
      await frame.click(".send");
      await frame.waitForSelector(".mine:not(.waiting)");
      assert.equal(await frame.evaluate(() => innerWidth), 390);
      await shot(page, "phone");
      await context.close();
    },
  ],
  [
    "hostile texts stay texts",
    async () => {
      const { context, page } = await visit("newest");
      await heard(page, "onReady");
      await call(page, "openChat");
      const frame = await frameOf(page);
      const text =
        "<img src=x onerror=alert(1)> <script>alert(2)</script> [x](javascript:alert(3)) \u202Egnp.exe";
      await frame.fill("textarea", text);
      await frame.press("textarea", "Enter");
      await frame.waitForSelector(".mine:not(.waiting)");
      assert.equal(await frame.locator(".bubble img, .bubble script, .bubble a").count(), 0);
      for (const message of [
        { deskbell: 1 },
        { deskbell: 1, app: "1", kept: { t: "x" } },
        "x",
        null,
      ])
        await page.evaluate(
          it => document.querySelector("iframe")?.contentWindow?.postMessage(it, "*"),
          message,
        );
      assert.equal(await frame.locator(".mine").count(), 1);
      await context.close();
    },
  ],
];

const only = process.argv[3];
let failed = 0;
for (const [name, step] of steps) {
  if (only && !name.includes(only)) continue;
  try {
    await step();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAIL ${name}\n${error instanceof Error ? error.stack : error}`);
  }
}
await browser.close();
await world.stop();
process.exitCode = failed ? 1 : 0;
