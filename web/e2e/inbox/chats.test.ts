// The list, a thread and a reply.

import { bubble, live, open, reply, row, rows, waiting } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";

test("a visitor's message appears in the list and in the open thread", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak", text: "Is my lamp on its way?" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  await live(page);
  await bubble(page, "Is my lamp on its way?").waitFor();
  await desk.says(id, "It should have come on Monday.");
  await bubble(page, "It should have come on Monday.").waitFor();
  await row(page, "It should have come on Monday.").waitFor();
  await desk.chat({ name: "Jonas Weber", text: "Do you ship to Norway?" });
  await page.mouse.move(1000, 400);
  await page.locator(".composer textarea").focus();
  await row(page, "Do you ship to Norway?").waitFor();
  await expect.poll(() => rows(page).count()).toBe(2);
});

test("what comes while the tab is hidden is read when somebody comes back to it", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  const isRead = async () => (await desk.api("GET", `chats/${id}`)).readByAgent;
  await expect.poll(isRead).toBe(true);
  await live(page);
  let acts = 0;
  page.on("request", it => {
    if (it.url().endsWith("/chats/act")) acts++;
  });
  const turn = (value: "hidden" | "visible") =>
    page.evaluate(value => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, value);
  await turn("hidden");
  await desk.says(id, "Are you there?");
  await bubble(page, "Are you there?").waitFor();
  const unread = page.locator(".row-unread");
  await unread.waitFor();
  expect(await isRead()).toBe(false);
  expect(acts).toBe(0);
  await turn("visible");
  await unread.waitFor({ state: "detached" });
  await expect.poll(isRead).toBe(true);
});

test("a reply is on the page at once and on the server once", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp on its way?").waitFor();
  await reply(page, "It left **this morning**.");
  await bubble(page, "It left this morning.").waitFor();
  await page.locator(".bubble strong", { hasText: "this morning" }).waitFor();
  await waiting(page).waitFor({ state: "detached" });
  await expect.poll(() => page.locator(".group-agent .bubble").count()).toBe(1);
  expect(await desk.replies(id)).toEqual(["It left **this morning**."]);
  // The list says who wrote last, to its author and to colleagues.
  await row(page, "You:It left this morning.").waitFor();
  const other = await t.open(desk, await desk.agent("Ben Okafor"), "/inbox/all");
  await row(other, "Amara:It left this morning.").waitFor();
});
