// Notices of the system and the bell: for each chat that somebody does not look at, in one tab, and
// not in quiet hours. The title and the icon of the page go on.

import { count, live, speaks } from "../harness/inbox.ts";
import { type BrowserContext, expect, type Page, test } from "../harness/test.ts";

/** Records the notifications of pages instead of showing them. */
async function record(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const notices: string[] = [];
    class Notice extends EventTarget {
      static readonly permission = "granted";
      static requestPermission = async () => "granted";
      close() {}
      constructor(title: string, { tag = "" }: { tag?: string } = {}) {
        super();
        notices.push(`${title} ${tag}`);
      }
    }
    Object.assign(window, { Notification: Notice, notices });
  });
}

const notices = (page: Page) =>
  page.evaluate(() => (window as unknown as { notices: string[] }).notices);

/**
 * Counts the tones of pages instead of playing the tones. As in a browser, pages are silent before
 * the first click.
 */
async function listen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const connect = (to: unknown) => to;
    class Audio {
      state = "suspended";
      readonly currentTime = 0;
      readonly destination = {};
      async resume() {
        if (navigator.userActivation.hasBeenActive) this.state = "running";
      }
      createOscillator() {
        Object.assign(window, { tones: (window as unknown as { tones: number }).tones + 1 });
        return { frequency: {}, connect, start() {}, stop() {} };
      }
      createGain() {
        const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
        return { gain, connect };
      }
    }
    Object.assign(window, { AudioContext: Audio, tones: 0 });
  });
}

/** The number of tones so far; the bell has two tones. */
const tones = (page: Page) => page.evaluate(() => (window as unknown as { tones: number }).tones);

/**
 * Sets quiet hours from one hour ago to one hour ahead, by the page's clock. The quiet hours may
 * include midnight.
 */
async function quietNow(page: Page): Promise<void> {
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  const [from, until] = await page.evaluate(() =>
    [-1, 1].map(by => {
      const at = new Date(Date.now() + by * 3_600_000);
      return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    }),
  );
  await page.getByLabel("From").fill(from ?? "");
  await page.getByLabel("Until").fill(until ?? "");
}

test("a notice is shown for each chat, and rests in quiet hours", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const context = await t.context(desk, amara, { device: { desktop: true } });
  await record(context);
  const page = await context.newPage();
  await page.goto("/inbox/settings/notifications");
  await live(page);
  await speaks(page);
  const first = await desk.chat({ name: "Marta Nowak" });
  await expect.poll(() => notices(page)).toHaveLength(1);
  expect((await notices(page))[0]).toContain(`deskbell:${first.id}`);
  await quietNow(page);
  await desk.chat({ name: "Jonas Weber" });
  // Counts go on: what made this one has been heard, and made no notice.
  await expect.poll(() => count(page, "Unassigned").textContent()).toBe("2");
  await expect.poll(() => page.title()).toBe("(2) Deskbell");
  expect(await notices(page)).toHaveLength(1);
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  const third = await desk.chat({ name: "Ingrid Sørensen" });
  await expect.poll(() => notices(page)).toHaveLength(2);
  expect((await notices(page))[1]).toContain(`deskbell:${third.id}`);
});

test("the open chat makes no notice while it is looked at", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const context = await t.context(desk, amara, { device: { desktop: true } });
  await record(context);
  const page = await context.newPage();
  await page.goto(`/inbox/all/${id}`);
  await live(page);
  await speaks(page);
  await desk.says(id, "Are you there?");
  await page.locator(".messages .bubble", { hasText: "Are you there?" }).waitFor();
  await desk.chat({ name: "Jonas Weber" });
  await expect.poll(() => notices(page)).toHaveLength(1);
  expect((await notices(page))[0]).not.toContain(`deskbell:${id}`);
});

test("the bell says when the browser mutes it, rings after a click, and rests in quiet hours", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const context = await t.context(desk, amara);
  await listen(context);
  const page = await context.newPage();
  await page.goto("/inbox/settings/notifications");
  await live(page);
  await speaks(page);
  const muted = page.getByText("Your browser mutes sounds until you click somewhere on the page.");
  expect(await muted.count()).toBe(0);
  await desk.chat({ name: "Marta Nowak" });
  await muted.waitFor();
  expect(await tones(page)).toBe(0);
  // The first click is enough, and what it asks for is heard.
  await page.getByRole("button", { name: "Play it" }).click();
  await muted.waitFor({ state: "detached" });
  await expect.poll(() => tones(page)).toBe(2);
  await desk.chat({ name: "Jonas Weber" });
  await expect.poll(() => tones(page)).toBe(4);
  await quietNow(page);
  await desk.chat({ name: "Ingrid Sørensen" });
  await expect.poll(() => page.title()).toBe("(3) Deskbell");
  expect(await tones(page)).toBe(4);
  await page.getByRole("switch", { name: "Quiet hours" }).click();
  await page.getByRole("switch", { name: "Sound" }).click();
  await desk.chat({ name: "Samir Haddad" });
  await expect.poll(() => page.title()).toBe("(4) Deskbell");
  expect(await tones(page)).toBe(4);
});

test.once("of two tabs one speaks, and the other when that is closed", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const context = await t.context(desk, amara, { device: { desktop: true } });
  await record(context);
  await listen(context);
  const first = await context.newPage();
  await first.goto("/inbox/all");
  await live(first);
  await speaks(first);
  const second = await context.newPage();
  await second.goto("/inbox/all");
  await live(second);
  for (const page of [first, second]) await page.getByRole("heading", { name: "All open" }).click();
  const heard = async (page: Page) => [(await notices(page)).length, await tones(page)];
  await desk.chat({ name: "Marta Nowak" });
  await expect.poll(() => heard(first)).toEqual([1, 2]);
  // The other has heard of it, too, and is silent.
  await expect.poll(() => second.title()).toBe("(1) Deskbell");
  expect(await heard(second)).toEqual([0, 0]);
  await first.close();
  await speaks(second);
  await desk.chat({ name: "Jonas Weber" });
  await expect.poll(() => heard(second)).toEqual([1, 2]);
});

test.once("the icon of the page shows that somebody waits whom nobody has", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/all");
  await live(page);
  const icon = () => page.locator("link[rel=icon]").getAttribute("href");
  await expect.poll(() => page.title()).toBe("Deskbell");
  const calm = await icon();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await expect.poll(() => page.title()).toBe("(1) Deskbell");
  const hot = await icon();
  expect(hot).not.toBe(calm);
  for (const path of [calm, hot]) {
    const response = await fetch(new URL(path ?? "", desk.server.url));
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
  }
  await desk.api("PUT", "chats/assignee", { id, assignee: amara.id });
  await expect.poll(icon).toBe(calm);
});
