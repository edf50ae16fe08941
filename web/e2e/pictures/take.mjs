// Takes the pictures of the README, `docs/pictures/*.png`, from the demonstration:
// `node web/e2e/pictures/take.mjs`, once the program is built. DESKBELL_BIN and DESKBELL_CHROMIUM name
// other programs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { indexed } from "./indexed.mjs";

/** @import { Browser, Page } from "playwright-core" */

const ROOT = new URL("../../../", import.meta.url).pathname;
const PROGRAM = process.env["DESKBELL_BIN"] ?? `${ROOT}target/debug/deskbell`;
const FOLDER = `${ROOT}docs/pictures/`;
/** The largest size of a picture for the README, in bytes. */
const BYTES_MAX = 200_000;
/** The time limit of a wait, since the visitors of the demo server write slowly, in milliseconds. */
const PATIENCE_MS = 120_000;
const WIDTH = 1440;
const HEIGHT = 900;

/** Starts the demo server in a folder. @param {string} folder */
async function serve(folder) {
  const child = spawn(PROGRAM, ["serve", "--demo", "--json", "--listen", "127.0.0.1:0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("a server without output");
  const [line] = await once(createInterface(child.stdout), "line");
  return { child, it: JSON.parse(line) };
}

/** @param {Browser} browser @param {Page} page @param {string} name */
async function take(browser, page, name) {
  const png = (await page.screenshot()).toString("base64");
  const canvas = await browser.newPage();
  const pixels = await canvas.evaluate(async png => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const to = new OffscreenCanvas(image.width, image.height).getContext("2d");
    to?.drawImage(image, 0, 0);
    const data = to?.getImageData(0, 0, image.width, image.height).data ?? [];
    let text = "";
    for (let at = 0; at < data.length; at += 32_768)
      text += String.fromCharCode(...data.slice(at, at + 32_768));
    return { text: btoa(text), width: image.width, height: image.height };
  }, png);
  await canvas.close();
  const small = indexed(Buffer.from(pixels.text, "base64"), pixels.width, pixels.height);
  if (small.length > BYTES_MAX) throw new Error(`${name} has ${small.length} bytes`);
  writeFileSync(`${FOLDER}${name}.png`, small);
  process.stdout.write(`${name}: ${small.length} bytes\n`);
}

/** Answers a visitor as an agent, and asks a colleague in a note.
 * @param {Page} page @param {string} url */
async function inbox(page, url) {
  await page.goto(url);
  // Somebody who has just come.
  await page.locator(".row", { hasText: "48213-B" }).locator(".row-name").click();
  const field = page.locator(".composer textarea");
  const says = async (/** @type {string} */ text) => {
    await field.fill(text);
    await page.keyboard.press("Control+Enter");
    await page.locator(".messages-all").getByText(text.slice(0, 24)).waitFor();
  };
  await says("I’m sorry, that shade should never have left us. A new one goes out today.");
  await page.locator(".messages-all").getByText("Do I have to send the old one back?").waitFor();
  await page.getByRole("tab", { name: "Note" }).click();
  await says("Replacement is booked as **48213-C**. @[Dmitri Volkov] can you pack it yourself?");
  await page.getByRole("tab", { name: "Reply" }).click();
  await field.fill("No, keep it for parts. Your guests will have light on Saturday.");
  await page.locator(".composer-saved", { hasText: "Draft saved" }).waitFor();
  await page.locator(".toast").waitFor({ state: "detached" });
  await page.mouse.move(0, 0);
}

/** Asks a question as a visitor of the shop, and answers as the agent.
 * @param {Page} page @param {string} url @param {Page} agent */
async function shop(page, url, agent) {
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("deskbell-widget"));
  await page.evaluate(() => /** @type {any} */ (window).HelpCrunch("openChat"));
  /** @type {import("playwright-core").Frame | undefined} */
  let widget;
  while (!widget) {
    await page.waitForEvent("framenavigated", { timeout: 1_000 }).catch(() => {});
    widget = page.frames().find(it => it.url().includes("/widget/frame"));
  }
  const field = widget.locator(".composer textarea");
  await field.fill("Hi! Is the small one in brass back in stock?");
  await field.press("Enter");
  await agent.locator(".row", { hasText: "small one in brass" }).locator(".row-name").click();
  const reply = agent.locator(".composer textarea");
  await reply.fill("Forty of them come on Friday. Shall I keep one for you?");
  await reply.press("Control+Enter");
  await widget.locator(".theirs .bubble", { hasText: "Forty of them" }).waitFor();
  await field.fill("Yes please, and one in green");
}

const folder = mkdtempSync(join(tmpdir(), "deskbell-pictures-"));
mkdirSync(FOLDER, { recursive: true });
const { child, it } = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env["DESKBELL_CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: ["--disable-gpu", "--disable-quic", "--no-first-run"],
});
try {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: HEIGHT },
    deviceScaleFactor: 1.25,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const agent = await context.newPage();
  await inbox(agent, it.welcome);
  await take(browser, agent, "inbox");
  const visitor = await context.newPage();
  await shop(visitor, `${it.address}/demo`, agent);
  await take(browser, visitor, "widget");
} finally {
  await browser.close();
  const end = once(child, "exit");
  child.kill("SIGTERM");
  await end;
  rmSync(folder, { recursive: true, force: true });
}
