// Every page as it looks: light, dark, on a phone, right to left. Nobody meets a barrier, nothing
// scrolls sideways, and a picture of each is left in target/screenshots.

import { type Furnished, furnish } from "../harness/furnished.ts";
import { barriers, cut, type Heard, settled, shoot, still } from "../harness/looks.ts";
import { type Desk, expect, type Look, type Page, test } from "../harness/test.ts";

interface Seen {
  name: string;
  path: (of: Furnished, desk: Desk) => string;
  /** True if the page is opened without a session. */
  isOutside?: boolean;
  /** Performs actions on the page after the page has loaded. */
  act?: (page: Page) => Promise<void>;
  /** True if the page does not exist on phones. */
  isWide?: boolean;
}

/** Presses keys once the element `there` is visible, and waits for the element `shown`. */
const press = (there: string, keys: string[], shown: string) => async (page: Page) => {
  await page.locator(there).first().waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await page.locator(shown).first().waitFor();
};
const THREAD = ".messages article";

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
    act: async page => {
      await page.locator("mark").first().waitFor();
      await page.locator(".facet").first().waitFor();
    },
  },
  { name: "reports", path: () => "/inbox/reports" },
  {
    name: "palette",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["Control+k", "m", "a", "r"], ".palette mark"),
    isWide: true,
  },
  {
    name: "keys",
    path: () => "/inbox/all",
    act: press(".row", ["?"], ".key-sheet dt"),
    isWide: true,
  },
  {
    name: "snooze",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["s"], ".menu-item"),
    isWide: true,
  },
  {
    name: "assign",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["a"], ".menu-item"),
    isWide: true,
  },
  {
    name: "tags",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["l"], ".menu"),
    isWide: true,
  },
  {
    name: "note",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["n"], ".composer-note textarea:focus"),
    isWide: true,
  },
  {
    name: "canned",
    path: it => `/inbox/all/${it.chat}`,
    act: press(THREAD, ["/"], ".popup-item"),
    isWide: true,
  },
  {
    name: "bulk",
    path: () => "/inbox/all",
    act: press(
      ".row",
      ["j", "x", "j", "x"],
      ".row-place:has(.row-checked) ~ .row-place .row-checked",
    ),
    isWide: true,
  },
  {
    name: "dialog",
    path: it => `/inbox/all/${it.chat}`,
    act: async page => {
      await page.locator(THREAD).first().waitFor();
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
  ...["second-factor", "site", "colleagues", "import"].map(step => ({
    name: `setup-${step}`,
    path: () => `/inbox/setup/${step}`,
  })),
  { name: "no-link", path: () => "/inbox/welcome#nothing", isOutside: true },
];

/** The pages that look different on a tablet: with one column less, and a rail of icons. */
const TABLET = ["list", "thread", "customer", "search", "reports", "settings-sites", "dialog"];

function look(name: string, how: Look, heard: Heard, shows = (_: Seen) => true): void {
  test.once(
    `every page is whole and without barriers: ${name}`,
    async t => {
      const desk = t.desk();
      const admin = await desk.agent();
      const it = await furnish(desk, admin);
      const shown: Look = { reducedMotion: "reduce", bypassCSP: true, ...how };
      const inside = await t.open(desk, admin, "/inbox/all", shown);
      const outside = await t.open(desk, null, "/inbox/sign-in", shown);
      const found: string[] = [];
      const language = String(how.device?.["language"] ?? "en");
      for (const seen of PAGES.filter(shows)) {
        const page = seen.isOutside ? outside : inside;
        // From nothing: a page of the same path is not loaded again for its fragment.
        await page.goto("about:blank");
        await page.goto(seen.path(it, desk));
        try {
          await settled(page, language);
          await seen.act?.(page);
        } catch (failure) {
          found.push(`${seen.name} does not come: ${failure}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${seen.name} scrolls sideways by ${wide} px`);
        for (const one of await cut(page)) found.push(`${seen.name}: ${one}`);
        for (const one of await barriers(page, heard)) found.push(`${seen.name}: ${one}`);
        await shoot(page, `${name}-${seen.name}`);
      }
      expect(found).toEqual([]);
    },
    1_200_000,
  );
}

look("light", { device: { theme: "light" } }, "all");
// The same page in other colours, in another language, and in a window of 1440 × 900 at 200 %.
look("dark", { device: { theme: "dark", density: "compact" } }, "all");
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
  it => !it.isWide,
);
look(
  "tablet",
  { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true },
  "all",
  it => TABLET.includes(it.name),
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
    // What begins in this frame is told with the next.
    await still(page);
    return page.evaluate(() => (window as unknown as { lengths: number[] }).lengths);
  };
  expect(Math.max(...(await moved("no-preference")))).toBeGreaterThan(1_000);
  expect(Math.max(0, ...(await moved("reduce")))).toBeLessThanOrEqual(200);
});
