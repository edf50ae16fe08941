// Pictures of every page against `fake.mjs`, for eyes: `node e2e/shots.mjs [NAME…]`.

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const out = new URL("../../target/screenshots/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const port = 4199;
const server = spawn(
  process.execPath,
  [new URL("fake.mjs", import.meta.url).pathname, String(port)],
  { stdio: ["ignore", "pipe", "inherit"] },
);
await new Promise(done => server.stdout.once("data", done));
const flags = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  chromiumSandbox: false,
  args: flags,
});

/** name, path, width, height, settings of the device, what to do first. */
const shots = [
  [
    "inbox-light",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.fill(
        ".composer textarea",
        "You’re right, and I’m sorry. I just called the carrier: 48213-C was handed over at 13:20 without a scan and is on the van for tomorrow",
      );
      await page.hover("[data-chat='7']");
    },
  ],
  ["inbox-dark", "/inbox/mine/1", 1440, 900, { theme: "dark" }],
  [
    "compact-bulk",
    "/inbox/all/13",
    1440,
    900,
    { density: "compact", isPanelOpen: false },
    async page => {
      for (const id of [8, 11, 12, 13, 14]) await page.click(`[data-chat='${id}'] .row-box`);
    },
  ],
  ["tablet", "/inbox/mine/1", 1024, 768, { isPanelOpen: false }],
  ["arabic", "/inbox/mine/6", 1440, 900, { language: "ar" }],
  ["phone-list", "/inbox/mine", 390, 844, {}],
  ["phone-thread", "/inbox/mine/1", 390, 844, {}],
  ["phone-customer", "/inbox/mine/1/customer", 390, 844, {}],
  ["empty", "/inbox/snoozed", 1440, 900, {}],
  [
    "palette",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+k");
      await page.keyboard.type("sno");
      await page.waitForTimeout(400);
    },
  ],
  [
    "keys",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
    },
  ],
  [
    "canned",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.fill(
        ".composer textarea",
        "I just called the carrier: your lamp is on the van for tomorrow. ",
      );
      await page.locator(".composer textarea").press("End");
      await page.keyboard.type("/tra");
    },
  ],
  [
    "note",
    "/inbox/mine/1",
    1440,
    900,
    { theme: "dark" },
    async page => {
      await page.click(".composer-mode >> nth=1");
      await page.keyboard.type("Called the carrier, van at 13:20, no scan. @Ta");
    },
  ],
  [
    "snooze",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("s");
      await page.keyboard.type("fri 14:30");
    },
  ],
  [
    "undo",
    "/inbox/mine/1",
    1440,
    900,
    {},
    async page => {
      await page.keyboard.press("Escape");
      await page.keyboard.press("e");
      await page.waitForTimeout(300);
    },
  ],
  ["search", "/inbox/search?q=order", 1440, 900, {}],
  ["sign-in", "/inbox/sign-in", 960, 720, {}],
  [
    "welcome",
    "/inbox/welcome#abc",
    1280,
    800,
    {},
    async page => {
      await page.fill("input[type=password]", "a long sentence it is");
    },
  ],
  ["profile", "/inbox/settings/profile", 1440, 900, {}],
  ["agents", "/inbox/settings/agents", 1440, 900, {}],
  ["webhooks", "/inbox/settings/webhooks", 1440, 900, {}],
  ["hours", "/inbox/settings/hours", 1440, 900, {}],
  ["sites", "/inbox/settings/sites", 1440, 900, {}],
  ["reports", "/inbox/reports", 1440, 900, {}],
  ["reports-dark", "/inbox/reports", 1440, 900, { theme: "dark" }],
];
const wanted = process.argv.slice(2);
for (const [name, path, width, height, settings, work] of shots) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: width < 500 ? 2 : 1,
    hasTouch: width < 500,
    locale: "en-GB",
  });
  const page = await context.newPage();
  page.on(
    "console",
    message => message.type() === "error" && console.log(`${name}: ${message.text()}`),
  );
  page.on("pageerror", error => console.log(`${name}: ${error.message}`));
  await page.addInitScript(
    kept => localStorage.setItem("deskbell:device", kept),
    JSON.stringify(settings),
  );
  await page.goto(`http://127.0.0.1:${port}${path}`);
  await page.waitForTimeout(700);
  try {
    if (work) await work(page);
    await page.waitForTimeout(200);
  } catch (error) {
    console.log(`${name}: ${error.message.split("\n")[0]}`);
  }
  await page.screenshot({ path: `${out}${name}.png` });
  await context.close();
}
await browser.close();
server.kill();
