// Everything by keys: the table of the sheet, the palette, and a day without a mouse.

import { bubble, field, live, reply, row, rows, toast } from "../harness/inbox.ts";
import { type Desk, expect, type Page, type T, test } from "../harness/test.ts";

/**
 * Opens a list of three chats; returns the chats' ids and the customers' names from the top down.
 */
async function three(t: T): Promise<{ desk: Desk; page: Page; ids: number[]; names: string[] }> {
  const desk = t.desk();
  const amara = await desk.agent();
  const chats = new Map<string, number>();
  for (const name of ["Marta Nowak", "Jonas Weber", "سمير حداد"]) {
    chats.set(name, (await desk.chat({ name, text: `${name} asks`, assignee: amara.id })).id);
  }
  const page = await t.open(desk, amara, "/inbox/mine", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await row(page, "Marta Nowak").waitFor();
  await live(page);
  // Who wrote within the same second is in no order that a test may know.
  const names = await page
    .locator(".row-name")
    .evaluateAll(all => all.map(it => it.getAttribute("title") ?? ""));
  return { desk, page, names, ids: names.map(name => chats.get(name) ?? 0) };
}

const head = (page: Page) => page.locator(".thread-who h2");
const isOpen = (page: Page, name = "") => head(page).filter({ hasText: name }).waitFor();

test("j, k, Enter and Esc move through the list and the chats", async t => {
  const { page, ids, names } = await three(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await page.keyboard.press("j");
  await isOpen(page, names[1]);
  await page.keyboard.press("j");
  await isOpen(page, names[2]);
  await page.keyboard.press("k");
  await isOpen(page, names[1]);
  expect(new URL(page.url()).pathname).toBe(`/inbox/mine/${ids[1]}`);
  await page.keyboard.press("Escape");
  await page.waitForURL("**/inbox/mine");
  await page.keyboard.press("Enter");
  await isOpen(page, names[1]);
});

test("e closes and the next chat takes the place", async t => {
  const { desk, page, ids, names } = await three(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await page.keyboard.press("e");
  await isOpen(page, names[1]);
  await expect.poll(() => rows(page).count()).toBe(2);
  await toast(page).getByText("1 chat closed").waitFor();
  await expect.poll(async () => (await desk.api("GET", `chats/${ids[0]}`)).status).toBe("closed");
  // The keys go on where the eyes are.
  await page.keyboard.press("j");
  await isOpen(page, names[2]);
});

test("s snoozes by words, a assigns, d moves and l tags", async t => {
  const { desk, page, ids, names } = await three(t);
  await desk.agent("Ben Okafor", "agent");
  desk.run("department", "add", "--name", "Returns");
  await page.reload();
  await row(page, names[0] ?? "").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await page.keyboard.press("a");
  await page.keyboard.type("ben");
  await page.keyboard.press("Enter");
  await toast(page).getByText("Ben Okafor").waitFor();
  await page.keyboard.press("d");
  await page.keyboard.type("ret");
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => (await desk.api("GET", `chats/${ids[0]}`)).department?.name)
    .toBe("Returns");
  await page.keyboard.press("l");
  await page.keyboard.type("vip");
  await page.keyboard.press("Enter");
  await page.locator(".panel-tags .chip-tag", { hasText: "vip" }).waitFor();
  await page.keyboard.press("s");
  await page.keyboard.type("in 3 days");
  await page.locator(".menu-item", { hasText: "in 3 days" }).waitFor();
  await page.keyboard.press("Enter");
  const chat = await desk.api("GET", `chats/${ids[0]}`);
  expect(chat.assignee.name).toBe("Ben Okafor");
  await expect
    .poll(async () => (await desk.api("GET", `chats/${ids[0]}`)).snoozedUntil)
    .not.toBeNull();
  await expect.poll(() => rows(page).count()).toBe(2);
});

test("n writes a note, r a reply, and / offers canned responses", async t => {
  const { desk, page, ids, names } = await three(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await page.keyboard.press("n");
  await expect.poll(() => page.locator(".composer-note").count()).toBe(1);
  await page.keyboard.type("Called the carrier.");
  await page.keyboard.press("Control+Enter");
  await page.locator(".note", { hasText: "Called the carrier." }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("r");
  await expect.poll(() => page.locator(".composer-note").count()).toBe(0);
  await page.keyboard.type("On its way.");
  await page.keyboard.press("Control+Enter");
  await bubble(page, "On its way.").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.locator(".popup").waitFor();
  expect(await field(page).inputValue()).toBe("/");
  await expect.poll(() => desk.replies(ids[0] ?? 0)).toEqual(["On its way."]);
});

test("g then a letter goes to a view", async t => {
  const { page } = await three(t);
  // The letter has a second's time, and a busy machine may need longer between two keys.
  await page.clock.setFixedTime(new Date());
  for (const [key, view] of [
    ["i", "all"],
    ["u", "unassigned"],
    ["m", "mine"],
    ["s", "snoozed"],
    ["r", "reports"],
  ]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key ?? "");
    await page.waitForURL(`**/inbox/${view}`);
  }
});

test("? shows every key, and each key of the sheet does something", async t => {
  const { page } = await three(t);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.waitFor();
  for (const text of ["Next chat", "Close, go to the next", "Snooze", "Canned response", "Send"])
    await sheet.getByText(text, { exact: true }).waitFor();
  await sheet.getByLabel("Filter").fill("unread");
  await expect.poll(() => sheet.locator("dt").allTextContents()).toEqual(["Mark unread"]);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
});

test("⌘K finds actions, chats, customers and settings", async t => {
  const { page, ids, names } = await three(t);
  const palette = page.getByRole("dialog", { name: "Find anything" });
  const choose = async (text: string, wanted: string) => {
    await page.keyboard.press("Control+k");
    await palette.waitFor();
    await page.keyboard.type(text);
    await palette.locator(".menu-item[aria-selected=true]", { hasText: wanted }).waitFor();
    await page.keyboard.press("Enter");
    await palette.waitFor({ state: "detached" });
  };
  await choose("jonas", "Jonas Weber");
  await page.waitForURL(`**/inbox/everything/${ids[names.indexOf("Jonas Weber")]}`);
  await choose("> assign to me", "Assign to me");
  await toast(page).getByText("Amara Diallo").waitFor();
  await choose("@marta", "Marta Nowak");
  await page.waitForURL("**/inbox/c-*");
  await choose("sessions", "Settings: Sessions");
  await page.waitForURL("**/inbox/settings/sessions");
  // A field is no obstacle.
  await page.goto(`/inbox/mine/${ids[0]}`);
  await field(page).focus();
  await page.keyboard.press("Control+k");
  await palette.waitFor();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
  await expect.poll(() => field(page).evaluate(it => it === document.activeElement)).toBe(true);
});

test("single keys rest in fields and when they are switched off", async t => {
  const { page, names } = await three(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await field(page).focus();
  await page.keyboard.type("ejsk");
  expect(await field(page).inputValue()).toBe("ejsk");
  await isOpen(page, names[0]);
  await field(page).fill("");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByRole("switch", { name: "Single keys" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("e");
  await page.keyboard.press("j");
  await isOpen(page, names[0]);
  expect(await rows(page).count()).toBe(3);
  // What has a modifier goes on.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find anything" }).waitFor();
});

test("keys follow the letter of other layouts, and the place of other scripts", async t => {
  const { page, names } = await three(t);
  const press = (key: string, code: string) =>
    page.evaluate(
      ([key, code]) =>
        document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key: key ?? "", code: code ?? "", bubbles: true }),
        ),
      [key, code],
    );
  await press("j", "KeyC");
  await press("Enter", "Enter");
  await isOpen(page, names[0]);
  // Cyrillic о lies where J is.
  await press("о", "KeyJ");
  await isOpen(page, names[1]);
});

test("a whole chat is done by the keyboard alone", async t => {
  const { desk, page, ids, names } = await three(t);
  await page.keyboard.press("Tab");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe("Skip to the content");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await isOpen(page, names[0]);
  await page.keyboard.press("Enter");
  await expect.poll(() => field(page).evaluate(it => it === document.activeElement)).toBe(true);
  await page.keyboard.type("It left this morning.");
  await page.keyboard.press("Control+Shift+Enter");
  await isOpen(page, names[1]);
  await expect.poll(() => desk.replies(ids[0] ?? 0)).toEqual(["It left this morning."]);
  await expect.poll(async () => (await desk.api("GET", `chats/${ids[0]}`)).status).toBe("closed");
  // At once, also before the page has the answer.
  await page.keyboard.press("z");
  await row(page, names[0] ?? "").waitFor();
  await reply(page, "Thank you for waiting.");
  await bubble(page, "Thank you for waiting.").waitFor();
});
