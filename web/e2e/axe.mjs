// Looks for barriers on every page against `fake.mjs`, in light and dark: `node e2e/axe.mjs`.
// Ends with 1 if there is one.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const port = 4198;
const server = spawn(process.execPath, [`${import.meta.dirname}/fake.mjs`, String(port)], {
  stdio: ["ignore", "pipe", "inherit"],
});
await new Promise(done => server.stdout.once("data", done));
const axe = readFileSync(`${import.meta.dirname}/../node_modules/axe-core/axe.min.js`, "utf8");
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const pages = [
  ["/inbox/mine/1"],
  ["/inbox/all/13", { density: "compact" }],
  ["/inbox/snoozed"],
  ["/inbox/search?q=order"],
  ["/inbox/reports"],
  ["/inbox/sign-in"],
  ["/inbox/welcome#abc"],
  ["/inbox/nowhere"],
  ...[
    "profile",
    "notifications",
    "display",
    "second-factor",
    "canned",
    "canned/1",
    "views",
    "views/new",
    "agents",
    "departments",
    "departments/1",
    "rules/new",
    "keys",
  ].map(it => [`/inbox/settings/${it}`]),
  ["/inbox/mine/1", {}, page => page.keyboard.press("Control+k")],
  ["/inbox/mine/1", {}, page => page.keyboard.press("?")],
  ["/inbox/mine/1", {}, page => page.keyboard.press("s")],
];
let found = 0;
for (const theme of ["light", "dark"]) {
  for (const [path, settings, work] of pages) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      bypassCSP: true,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.on("pageerror", error => {
      found++;
      console.log(`${path}: ${error.message}`);
    });
    await page.addInitScript(
      kept => localStorage.setItem("deskbell:device", kept),
      JSON.stringify({ ...settings, theme }),
    );
    await page.goto(`http://127.0.0.1:${port}${path}`);
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(500);
    if (work) {
      await work(page);
      await page.waitForTimeout(300);
    }
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      window.axe.run(document, { resultTypes: ["violations"] }),
    );
    for (const it of violations) {
      found++;
      const where = it.nodes
        .slice(0, 3)
        .map(node => `${node.target.join(" ")} ${node.any[0]?.message?.slice(0, 120) ?? ""}`);
      console.log(`${theme} ${path}: ${it.id} (${it.nodes.length}): ${where.join(" | ")}`);
    }
    await context.close();
  }
}
await browser.close();
server.kill();
console.log(found === 0 ? "no barriers" : `${found} barriers`);
process.exitCode = found === 0 ? 0 : 1;
