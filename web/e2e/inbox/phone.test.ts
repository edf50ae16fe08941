// A phone, held in one hand: one column, touch, swipes, a bar at the bottom. And a tablet, which is touched as well.

import { bubble, field, row, rows, toast } from "../harness/inbox.ts";
import { type Desk, expect, type Look, type Page, type T, test } from "../harness/test.ts";

const PHONE: Look = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The names of the visible elements that are smaller than a finger needs. */
const small = (page: Page, where: string) =>
  page.locator(where).evaluateAll(all =>
    all
      .map(it => [it.getAttribute("aria-label") ?? it.textContent, it.getBoundingClientRect()])
      .filter(([, box]) => (box as DOMRect).height < 40 || (box as DOMRect).width < 40)
      .map(([name]) => name),
  );

async function phone(t: T): Promise<{ desk: Desk; page: Page; id: number }> {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak", assignee: amara.id });
  await desk.chat({ name: "Jonas Weber", assignee: amara.id });
  const page = await t.open(desk, amara, "/inbox/mine", PHONE);
  await row(page, "Marta Nowak").waitFor();
  return { desk, page, id };
}

test.once("a chat is read and answered on a phone", async t => {
  const { desk, page, id } = await phone(t);
  await row(page, "Marta Nowak").tap();
  await page.waitForURL(`**/inbox/mine/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.locator(".list-pane").waitFor({ state: "hidden" });
  await page.locator(".composer-to", { hasText: "to Marta in the chat" }).waitFor();
  await field(page).tap();
  await field(page).fill("It left this morning.");
  await page.locator(".composer .split .button").first().tap();
  await bubble(page, "It left this morning.").waitFor();
  await expect.poll(() => desk.replies(id)).toEqual(["It left this morning."]);
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await page.getByRole("option", { name: "Customer", exact: true }).tap();
  await page.locator(".panel-name", { hasText: "Marta Nowak" }).waitFor();
  await page.getByRole("button", { name: "Back to the chat" }).tap();
  await bubble(page, "It left this morning.").waitFor();
  await page.getByRole("button", { name: "Back to the list" }).tap();
  await page.waitForURL("**/inbox/mine");
  await row(page, "Jonas Weber").waitFor();
});

test.once("a swipe closes a chat, and undo brings it back", async t => {
  const { desk, page, id } = await phone(t);
  const box = await row(page, "Marta Nowak").boundingBox();
  if (!box) throw new Error("no row");
  const touch = await page.context().newCDPSession(page);
  const y = box.y + box.height / 2;
  const at = (type: string, x?: number) =>
    touch.send("Input.dispatchTouchEvent", {
      type: type as "touchStart",
      touchPoints: x === undefined ? [] : [{ x, y }],
    });
  await at("touchStart", 120);
  for (const x of [150, 190, 230, 260]) await at("touchMove", x);
  await at("touchEnd");
  await toast(page).getByText("1 chat closed").waitFor();
  await expect.poll(() => rows(page).count()).toBe(1);
  await toast(page).getByRole("button", { name: "Undo" }).tap();
  await row(page, "Marta Nowak").waitFor();
  await expect.poll(async () => (await desk.api("GET", `chats/${id}`)).status).toBe("new");
});

test.once(
  "the bar at the bottom leads everywhere, and what is touched is large enough",
  async t => {
    const { page } = await phone(t);
    for (const [name, path] of [
      ["Search", "search"],
      ["Reports", "reports"],
      ["You", "settings"],
      ["Inbox", "mine"],
    ]) {
      await page
        .locator(".dock")
        .getByRole("link", { name: name ?? "" })
        .tap();
      await page.waitForURL(`**/inbox/${path}`);
    }
    await row(page, "Marta Nowak").tap();
    await bubble(page, "Is my lamp").waitFor();
    expect(await small(page, ".thread-head button:visible, .composer button:visible")).toEqual([]);
    // A field of 16 pixels or more is not zoomed into.
    const size = await field(page).evaluate(it => Number.parseFloat(getComputedStyle(it).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
  },
);

test.once("on a tablet, too, what is touched is large enough", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak", assignee: amara.id });
  const look = { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true };
  const page = await t.open(desk, amara, `/inbox/mine/${id}`, look);
  await bubble(page, "Is my lamp").waitFor();
  expect(
    await small(page, ".thread-head .button:visible, .composer button:visible, .sorter:visible"),
  ).toEqual([]);
  await page.locator(".thread-head").getByRole("button", { name: "More", exact: true }).tap();
  await page.getByRole("option", { name: "Tags" }).waitFor();
  expect(await small(page, ".menu-item:visible")).toEqual([]);
});
