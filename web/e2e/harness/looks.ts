// How tests look at pages: when a page has come to rest, what it cuts off, and whom it keeps out. The
// pictures are left in target/screenshots.

import { mkdirSync, readFileSync } from "node:fs";
import { expect, type Page } from "./test.ts";

const SHOTS = new URL("../../../target/screenshots/", import.meta.url).pathname;
const AXE = readFileSync(
  new URL("../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

/** Resolves when the page has finished loading, in this language. */
export async function settled(page: Page, language = "en"): Promise<void> {
  await page.locator("main, .outside, .welcome").first().waitFor({ state: "attached" });
  await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
  await expect
    .poll(() => page.locator("[aria-busy=true], .bone-row, .bone-line, .bones").count())
    .toBe(0);
}

/**
 * Resolves when all animations of less than a second have ended, and every visible image has
 * loaded.
 */
export async function still(page: Page): Promise<void> {
  const isStill = () => {
    const moving = document.getAnimations().filter(it => {
      const { iterations = 1 } = it.effect?.getComputedTiming() ?? {};
      return it.playState === "running" && Number.isFinite(iterations);
    });
    const images = [...document.images].filter(it => it.checkVisibility());
    // The line of a toast runs for as long as the toast is shown.
    const lasting = moving.filter(it => Number(it.effect?.getComputedTiming().endTime) < 1_000);
    return lasting.length === 0 && images.every(it => it.complete);
  };
  await expect.poll(() => page.evaluate(isStill)).toBe(true);
  // What was decided in this frame is painted with the next.
  await page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** Saves a screenshot of the page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await still(page);
  await page.screenshot({ path: `${SHOTS}${name}.png` });
}

/** The accessibility checks of a page: no checks, or all checks. */
export type Heard = "nothing" | "all";

export async function barriers(page: Page, heard: Heard): Promise<string[]> {
  if (heard === "nothing") return [];
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the script that was put into the page
    const { violations } = await (window as any).axe.run(document, {
      resultTypes: ["violations"],
    });
    // biome-ignore lint/suspicious/noExplicitAny: as above
    return violations.map((it: any) =>
      [
        it.id,
        // biome-ignore lint/suspicious/noExplicitAny: as above
        ...it.nodes.slice(0, 3).map((node: any) => `${node.target} ${node.any[0]?.message ?? ""}`),
      ].join(": "),
    );
  });
}

/** Returns the controls and headings outside of the window that cannot be scrolled into view. */
export function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>(
      "a, button, input, select, textarea, h1, h2",
    );
    const isReached = (it: HTMLElement) => {
      for (let up = it.parentElement; up; up = up.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth)
          return true;
      }
      const { left, right } = it.getBoundingClientRect();
      return left >= -1 && right <= innerWidth + 1;
    };
    return [...all]
      .filter(it => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter(it => it.getBoundingClientRect().width > 1 && !it.matches(".skip, .sr"))
      .filter(it => !isReached(it))
      .map(it => `${it.localName}.${it.className} “${it.ariaLabel ?? it.textContent}” is cut`);
  });
}
