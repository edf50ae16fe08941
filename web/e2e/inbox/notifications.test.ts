// Notices of the system: one for each chat that somebody does not look at, and none in quiet hours.

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
  const quiet = page.getByRole("switch", { name: "Quiet hours" });
  await quiet.click();
  // From an hour ago for two hours, on the clock of the page; over midnight, too.
  const [from, until] = await page.evaluate(() =>
    [-1, 1].map(by => {
      const at = new Date(Date.now() + by * 3_600_000);
      return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    }),
  );
  await page.getByLabel("From").fill(from ?? "");
  await page.getByLabel("Until").fill(until ?? "");
  await desk.chat({ name: "Jonas Weber" });
  // Counts go on: what made this one has been heard, and made no notice.
  await expect.poll(() => count(page, "Unassigned").textContent()).toBe("2");
  await expect.poll(() => page.title()).toBe("(2) Deskbell");
  expect(await notices(page)).toHaveLength(1);
  await quiet.click();
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
