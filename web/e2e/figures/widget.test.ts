// What the widget costs the page of a site before it is opened: how long it holds the page up, whether it moves anything,
// what is asked of the network, on a fast machine and on one six times slower. Each is printed, and held against what was
// asked.

import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { CHROMIUM } from "../harness/settings.ts";
import { expect, type Json, test } from "../harness/test.ts";
import { settings } from "../widget/site.ts";
import { ownSite, staff } from "../widget/visitor.ts";

const ROUNDS = Number(process.env["DESKBELL_FIGURES_ROUNDS"] ?? 9);

/** The cost of loading a page once. */
interface Cost {
  /** The sum of the times by which tasks of the main thread exceeded 50 ms, in milliseconds. */
  blocked: number;
  longest: number;
  shift: number;
  /** The time until the page was loaded, in milliseconds. */
  loaded: number;
  requests: number;
  /** The number of bytes received, compressed. */
  bytes: number;
  /** The time from the call that opens the chat until its text field is ready, in milliseconds. */
  opened: number;
}

let browser: Browser;
beforeAll(async () => {
  // The frame in the page's own process: the worst case, and that of small devices.
  const shared = "--disable-features=IsolateOrigins,site-per-process,LocalNetworkAccessChecks";
  const args = [...CHROMIUM.args, "--disable-site-isolation-trials", shared];
  browser = await chromium.launch({ ...CHROMIUM, args });
});
afterAll(() => browser.close());

const middle = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

/** Loads a page in a browser with an empty cache, and measures the cost. */
async function load(page: Page, url: string, isThere: boolean): Promise<Cost> {
  const own = new URL(url).host;
  const sizes: Promise<number>[] = [];
  page.on("response", it => {
    // A server compresses nothing for a browser on the same machine, but for all others.
    if (new URL(it.url()).host !== own) sizes.push(it.body().then(body => gzipSync(body).length));
  });
  await page.goto(url);
  if (isThere) await page.waitForFunction(() => (window as Json).heard.length > 0);
  await page.waitForLoadState("networkidle");
  const cost = await page.evaluate(() => {
    const { tasks, shift } = window as Json;
    return {
      blocked: tasks.reduce((sum: number, it: number) => sum + Math.max(0, it - 50), 0),
      longest: Math.max(0, ...tasks),
      shift,
      loaded: performance.getEntriesByType("navigation")[0]?.duration ?? 0,
    };
  });
  const all = await Promise.all(sizes);
  const bytes = all.reduce((sum, it) => sum + it, 0);
  return { ...cost, requests: all.length, bytes, opened: isThere ? await opening(page) : 0 };
}

/** Opens the chat for the first time; returns the milliseconds until its text field is ready. */
async function opening(page: Page): Promise<number> {
  const began = await page.evaluate(() => {
    (window as Json).HelpCrunch("openChat");
    return Date.now();
  });
  const frame = page.frames().find(it => it.url().includes("/widget/frame"));
  const ended = await frame?.evaluate(
    () =>
      new Promise<number>(done => {
        const look = () =>
          document.querySelector(".composer textarea")
            ? done(Date.now())
            : requestAnimationFrame(look);
        look();
      }),
  );
  return (ended ?? Number.NaN) - began;
}

for (const slower of [1, 6]) {
  test.once(`a host's page with and without the widget, ${slower} × slower`, async t => {
    const desk = t.desk();
    await staff(desk);
    const site = await ownSite();
    const costs: Record<"with" | "without", Cost[]> = { with: [], without: [] };
    for (let n = 0; n < ROUNDS; n++) {
      for (const which of ["without", "with"] as const) {
        const context = await browser.newContext();
        await context.addInitScript(() => {
          const it = Object.assign(window as Json, { tasks: [], shift: 0 });
          new PerformanceObserver(list => {
            for (const task of list.getEntries()) it.tasks.push(task.duration);
          }).observe({ type: "longtask", buffered: true });
          new PerformanceObserver(list => {
            for (const one of list.getEntries() as Json[]) it.shift += one.value;
          }).observe({ type: "layout-shift", buffered: true });
        });
        const page = await context.newPage();
        const tools = await context.newCDPSession(page);
        await tools.send("Emulation.setCPUThrottlingRate", { rate: slower });
        const snippet = which === "with" ? settings(desk) : "";
        costs[which].push(await load(page, site.page({ snippet }), which === "with"));
        await context.close();
      }
    }
    const figures = Object.fromEntries(
      Object.entries(costs).map(([which, all]) => {
        const of = (what: keyof Cost) => Math.round(middle(all.map(it => it[what])) * 100) / 100;
        return [
          which,
          {
            "blocked ms": of("blocked"),
            "longest task ms": of("longest"),
            shift: of("shift"),
            "loaded ms": of("loaded"),
            requests: of("requests"),
            bytes: of("bytes"),
            "opened ms": of("opened"),
          },
        ];
      }),
    );
    console.log(`FIGURE host page, ${slower} × slower CPU: ${JSON.stringify(figures)}`);
    for (const it of costs.with) expect(it.shift).toBe(0);
    expect(middle(costs.with.map(it => it.requests))).toBeLessThanOrEqual(6);
  });
}
