// Every page as it looks: light, dark, on a phone, right to left. Nobody meets a barrier, nothing
// scrolls sideways, and a picture of each is left in target/screenshots.

import { mkdirSync, readFileSync } from "node:fs";
import { type Furnished, furnish } from "../harness/furnished.ts";
import { type Desk, expect, type Look, type Page, test } from "../harness/test.ts";

const SHOTS = new URL("../../../target/screenshots/", import.meta.url).pathname;
const AXE = readFileSync(
  new URL("../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

interface Seen {
  name: string;
  path: (of: Furnished, desk: Desk) => string;
  /** True if the page is opened without a session. */
  isOutside?: boolean;
  /** Actions after the page has loaded. */
  act?: (page: Page) => Promise<void>;
  /** True if the page does not exist on phones. */
  isWide?: boolean;
}

const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key);
  };

const settings = (section: string, of?: (it: Furnished) => number | string): Seen => ({
  name: `settings-${section}${of ? "-one" : ""}`,
  path: it => `/inbox/settings/${section}${of ? `/${of(it)}` : ""}`,
});

const PAGES: Seen[] = [
  { name: "list", path: () => "/inbox/all" },
  { name: "thread", path: it => `/inbox/all/${it.chat}` },
  { name: "customer", path: it => `/inbox/all/${it.chat}/customer` },
  { name: "empty", path: () => "/inbox/drafts" },
  { name: "closed", path: () => "/inbox/closed" },
  {
    name: "search",
    path: () => "/inbox/search?q=marta",
    act: page => page.locator("mark").first().waitFor(),
  },
  { name: "reports", path: () => "/inbox/reports" },
  {
    name: "palette",
    path: it => `/inbox/all/${it.chat}`,
    act: press("Control+k", "m", "a", "r"),
    isWide: true,
  },
  { name: "keys", path: () => "/inbox/all", act: press("?"), isWide: true },
  { name: "snooze", path: it => `/inbox/all/${it.chat}`, act: press("s"), isWide: true },
  { name: "assign", path: it => `/inbox/all/${it.chat}`, act: press("a"), isWide: true },
  { name: "tags", path: it => `/inbox/all/${it.chat}`, act: press("l"), isWide: true },
  { name: "note", path: it => `/inbox/all/${it.chat}`, act: press("n"), isWide: true },
  { name: "canned", path: it => `/inbox/all/${it.chat}`, act: press("/"), isWide: true },
  {
    name: "bulk",
    path: () => "/inbox/all",
    act: async page => {
      await page.locator(".row").first().waitFor();
      await press("j", "x", "j", "x")(page);
    },
    isWide: true,
  },
  {
    name: "dialog",
    path: it => `/inbox/all/${it.chat}`,
    act: async page => {
      await page.locator(".thread-head .button").last().waitFor();
      await page.locator(".thread-head [data-tip]:has(+ .button)").last().click();
      await page.locator(".menu-danger").click();
      await page.locator("dialog[open]").waitFor();
    },
    isWide: true,
  },
  { name: "settings-all", path: () => "/inbox/settings" },
  settings("profile"),
  settings("notifications"),
  settings("display"),
  settings("second-factor"),
  settings("sessions"),
  settings("canned"),
  settings("canned", it => it.canned),
  settings("views"),
  settings("views", () => "new"),
  settings("agents"),
  settings("agents", () => 1),
  settings("departments"),
  settings("departments", it => it.department),
  settings("hours"),
  settings("rules"),
  settings("rules", it => it.rule),
  settings("sites"),
  settings("sites", () => "new"),
  settings("keys"),
  settings("webhooks"),
  settings("webhooks", it => it.webhook),
  settings("audit"),
  { name: "no-page", path: () => "/inbox/nowhere/at/all" },
  { name: "no-chat", path: () => "/inbox/all/999999" },
  { name: "sign-in", path: () => "/inbox/sign-in", isOutside: true },
  {
    name: "welcome",
    path: (_, desk) => `/inbox/welcome#${desk.invite("Lisa Berg").token}`,
    isOutside: true,
  },
  { name: "no-link", path: () => "/inbox/welcome#nothing", isOutside: true },
];

/** Resolves when the page has finished loading. */
async function settled(page: Page): Promise<void> {
  await page.locator("main, .outside, .welcome").first().waitFor({ state: "attached" });
  await expect
    .poll(() => page.locator("[aria-busy=true], .bone-row, .bone-line, .bones").count())
    .toBe(0);
}

/** The accessibility checks of a page: no checks, only the contrast of colours, or all checks. */
type Heard = "nothing" | "contrast" | "all";

async function barriers(page: Page, heard: Heard): Promise<string[]> {
  if (heard === "nothing") return [];
  await page.evaluate(AXE);
  return page.evaluate(async heard => {
    // biome-ignore lint/suspicious/noExplicitAny: the script that was put into the page
    const { violations } = await (window as any).axe.run(document, {
      resultTypes: ["violations"],
      ...(heard === "contrast" ? { runOnly: ["color-contrast"] } : {}),
    });
    // biome-ignore lint/suspicious/noExplicitAny: as above
    return violations.map((it: any) =>
      [
        it.id,
        // biome-ignore lint/suspicious/noExplicitAny: as above
        ...it.nodes.slice(0, 3).map((node: any) => `${node.target} ${node.any[0]?.message ?? ""}`),
      ].join(": "),
    );
  }, heard);
}

/** Returns the controls and headings outside of the window that cannot be scrolled into view. */
function cut(page: Page): Promise<string[]> {
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

function look(name: string, how: Look, heard: Heard, isPhone = false): void {
  test.once(
    `every page is whole and without barriers: ${name}`,
    async t => {
      mkdirSync(SHOTS, { recursive: true });
      const desk = t.desk();
      const admin = await desk.agent();
      const it = await furnish(desk, admin);
      const shown: Look = { reducedMotion: "reduce", bypassCSP: true, ...how };
      const inside = await t.open(desk, admin, "/inbox/all", shown);
      const outside = await t.open(desk, null, "/inbox/sign-in", shown);
      const found: string[] = [];
      for (const seen of PAGES) {
        if (isPhone && seen.isWide) continue;
        const page = seen.isOutside ? outside : inside;
        // From nothing: a page of the same path is not loaded again for its fragment.
        await page.goto("about:blank");
        await page.goto(seen.path(it, desk));
        try {
          await settled(page);
          await seen.act?.(page);
        } catch (failure) {
          found.push(`${seen.name} does not come: ${failure}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${seen.name} scrolls sideways by ${wide} px`);
        for (const one of await cut(page)) found.push(`${seen.name}: ${one}`);
        for (const one of await barriers(page, heard)) found.push(`${seen.name}: ${one}`);
        await page.screenshot({ path: `${SHOTS}${name}-${seen.name}.png` });
      }
      expect(found).toEqual([]);
    },
    600_000,
  );
}

look("light", { device: { theme: "light" } }, "all");
// The same page in other colours, in another language, and in a window of 1440 × 900 at 200 %.
look("dark", { device: { theme: "dark", density: "compact" } }, "contrast");
look("arabic", { device: { theme: "light", language: "ar" } }, "nothing");
look("zoom", { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }, "nothing");
look(
  "phone",
  {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    device: { theme: "light" },
  },
  "all",
  true,
);

test.once("who asks for less motion sees none that lasts", async t => {
  const desk = t.desk();
  const admin = await desk.agent();
  for (const name of ["Marta Nowak", "Jonas Weber"]) await desk.chat({ name });
  /** Returns the durations of all animations while the page is used, in milliseconds. */
  const moved = async (reducedMotion: "reduce" | "no-preference") => {
    const context = await t.context(desk, admin, { reducedMotion });
    await context.addInitScript(() => {
      const lengths: number[] = [];
      Object.assign(window, { lengths });
      for (const kind of ["animationstart", "transitionrun"]) {
        addEventListener(kind, ({ target }) => {
          for (const it of (target as Element).getAnimations())
            lengths.push(Math.min(Number(it.effect?.getComputedTiming().endTime), 1e9));
        });
      }
    });
    const page = await context.newPage();
    await page.goto("/inbox/all");
    await page.locator(".row").nth(1).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.locator(".messages article").first().waitFor();
    await page.keyboard.press("a");
    await page.locator(".menu").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".toast").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    return page.evaluate(() => (window as unknown as { lengths: number[] }).lengths);
  };
  expect(Math.max(...(await moved("no-preference")))).toBeGreaterThan(1_000);
  expect(Math.max(0, ...(await moved("reduce")))).toBeLessThanOrEqual(200);
});
