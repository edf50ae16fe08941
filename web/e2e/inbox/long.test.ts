// Long chats: read upward without growing, links to any message, and the next chat before it is asked for.

import { bubble, live, row, shown } from "../harness/inbox.ts";
import { type Desk, expect, type Page, test } from "../harness/test.ts";
import { transcribe } from "../harness/transcripts.ts";

/** The maximal number of messages that the page loads and shows. */
const KEPT_MAX = 300;
const SAID = 420;

/** Creates a chat of many messages, numbered from 0; returns the chat's id. */
async function long(desk: Desk): Promise<number> {
  const begin = Date.now() - SAID * 10_000;
  const turn = (_: unknown, n: number) => ({
    from: "customer" as const,
    text: `line ${n}.`,
    at: begin + n * 10_000,
  });
  transcribe(desk, [{ id: "long", turns: Array.from({ length: SAID }, turn) }]);
  const { data } = await desk.api("GET", "chats");
  return data[0].id;
}

const lines = (page: Page) =>
  page
    .locator(".messages article .bubble")
    .allTextContents()
    .then(all => all.map(it => Number(/line (\d+)\./.exec(it)?.[1] ?? -1)));
const up = (page: Page) =>
  page.locator(".messages").evaluate(it => {
    it.scrollTop = 0;
  });

test("a long chat is read up to its beginning, with as much in the page as before", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const id = await long(desk);
  const page = await t.open(desk, amara, `/inbox/everything/${id}`);
  await bubble(page, `line ${SAID - 1}.`).waitFor();
  expect(await lines(page)).toHaveLength(50);
  let most = 0;
  await expect
    .poll(async () => {
      await up(page);
      const now = await lines(page);
      most = Math.max(most, now.length);
      // Whole, and in order.
      expect(now).toEqual(now.map((_, n) => (now[0] ?? 0) + n));
      return now[0];
    })
    .toBe(0);
  expect(most).toBe(KEPT_MAX);
  await page.getByRole("button", { name: "Newest" }).click();
  await bubble(page, `line ${SAID - 1}.`).waitFor();
  await desk.says(id, "And one more.");
  await bubble(page, "And one more.").waitFor();
  expect((await lines(page)).length).toBeLessThanOrEqual(KEPT_MAX);
});

test("what a chat no longer shows is no longer in memory", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const id = await long(desk);
  const page = await t.open(desk, amara, `/inbox/everything/${id}`);
  await shown(page, ".messages .bubble", `line ${SAID - 1}.`);
  await live(page);
  await desk.says(id, "And one more.");
  await shown(page, ".messages .bubble", "And one more.");
  await page.evaluate(() => {
    const [group] = document.querySelectorAll(".messages .group");
    if (group) Object.assign(window, { group: new WeakRef(group) });
  });
  // The messages above join the group, which is drawn anew.
  await expect
    .poll(async () => {
      await page.evaluate(() => {
        const pane = document.querySelector(".messages");
        if (pane) pane.scrollTop = 0;
      });
      return (await lines(page)).length;
    })
    .toBeGreaterThan(100);
  await desk.says(id, "And the last.");
  await shown(page, ".messages .bubble", "And the last.");
  const tools = await page.context().newCDPSession(page);
  const isKept = async () => {
    await tools.send("HeapProfiler.collectGarbage");
    return page.evaluate(() => {
      const { group } = window as unknown as { group: WeakRef<Element> };
      return group.deref() !== undefined;
    });
  };
  await expect.poll(isKept).toBe(false);
});

test("a link to a message leads to it, however old it is", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const id = await long(desk);
  const look = { permissions: ["clipboard-read", "clipboard-write"] };
  const page = await t.open(desk, amara, `/inbox/everything/${id}`, look);
  const last = page.locator("article", { hasText: `line ${SAID - 1}.` });
  await last.hover();
  await last.getByRole("button", { name: "Copy link" }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`/inbox/everything/${id}#m`);
  const link = new URL(await copied());
  const [message = ""] = link.hash.match(/\d+/) ?? [];
  expect(link.pathname).toBe(`/inbox/everything/${id}`);
  // The same link, to a message that is not among the newest.
  const old = Number(message) - 150;
  await page.goto("/inbox/all");
  await page.goto(`${link.pathname}#m${old}`);
  const there = page.locator(`#m${old}`);
  await there.waitFor();
  const isSeen = () =>
    there.evaluate(it => {
      const { top, bottom } = it.getBoundingClientRect();
      const pane = it.closest(".messages")?.getBoundingClientRect();
      return pane !== undefined && top >= pane.top && bottom <= pane.bottom;
    });
  await expect.poll(isSeen).toBe(true);
  // News below do not pull it away.
  await live(page);
  await desk.says(id, "And one more.");
  await row(page, "And one more.").waitFor();
  expect(await isSeen()).toBe(true);
});

test("the next and the previous chat are there before somebody asks", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  for (const name of ["Marta Nowak", "Jonas Weber", "Ingrid Sørensen"])
    await desk.chat({ name, text: `${name} asks` });
  const page = await t.open(desk, amara, "/inbox/all");
  const names = page.locator(".row-name");
  await expect.poll(() => names.count()).toBe(3);
  const [above, middle, below] = await names.evaluateAll(all =>
    all.map(it => it.getAttribute("title") ?? ""),
  );
  const asked = new Set<string>();
  page.on("requestfinished", it => {
    if (/\/app\/v1\/chats\/\d+$/.test(it.url()) && it.method() === "GET") asked.add(it.url());
  });
  await names.nth(1).click();
  await bubble(page, `${middle} asks`).waitFor();
  await expect.poll(() => asked.size).toBe(3);
  // Whatever a chat is shown from now on was there before.
  await page.route(/\/app\/v1\/chats\/\d+$/, route => route.abort());
  await page.keyboard.press("j");
  await bubble(page, `${below} asks`).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await bubble(page, `${above} asks`).waitFor();
});
