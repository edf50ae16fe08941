// What agents do to a chat and its customer: the status, blocking; and how a customer rated it.

import { bubble, live, open, row, rows, toast } from "../harness/inbox.ts";
import { expect, type Page, test } from "../harness/test.ts";
import { Visitor } from "../harness/visitor.ts";

test("a status is chosen beside the name, undone, and a closed chat makes room for the next", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await desk.chat({ name: "Jonas Weber" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const chip = page.locator(".thread-head .chip-status");
  const isShown = (name: string) => expect.poll(() => chip.textContent()).toBe(name);
  const isKept = (status: string) =>
    expect.poll(async () => (await desk.api("GET", `chats/${id}`)).status).toBe(status);
  const choose = async (name: string) => {
    await chip.click();
    await page.getByRole("option", { name, exact: true }).click();
  };
  await isShown("New");
  await choose("Pending");
  await isShown("Pending");
  await isKept("pending");
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await isShown("New");
  await isKept("new");
  for (const [name, status] of [
    ["Pending", "pending"],
    ["On hold", "on hold"],
    ["Opened", "opened"],
  ] as const) {
    await choose(name);
    await isShown(name);
    await isKept(status);
  }
  await page.locator(".tech", { hasText: "The status was changed" }).first().waitFor();
  await choose("Closed");
  await page.locator(".thread-who", { hasText: "Jonas Weber" }).waitFor();
  await isKept("closed");
  await expect.poll(() => rows(page).count()).toBe(1);
});

test("what a program does to the status is told as a program's", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await live(page);
  await desk.api("PUT", "chats/status", { id, status: "pending" });
  await page.locator(".tech", { hasText: "A program changed the status" }).waitFor();
  await page.locator(".thread-head .chip-status", { hasText: "Pending" }).waitFor();
});

test("a customer's rating stands below the chat and in the panel, with the comment", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const visitor = await Visitor.begin(desk, amara);
  await visitor.says("Is my lamp on its way?");
  await visitor.call("PATCH", "me", { name: "Marta Nowak" });
  const { chat } = visitor;
  await amara.call("POST", `/chats/${chat}/messages`, { text: "It left this morning." });
  await desk.api("PUT", "chats/status", { id: chat, status: "closed" });
  const page = await t.open(desk, amara, `/inbox/everything/${chat}`);
  await bubble(page, "It left this morning.").waitFor();
  await live(page);
  expect(await page.locator(".rated").count()).toBe(0);
  const comment = "Knew the lamp by heart";
  await visitor.call("POST", "rating", { chatId: chat, rating: "perfect", comment });
  const isShown = async () => {
    const line = page.locator(".messages .rated", { hasText: "Marta rated this chat: perfect" });
    await line.locator("q", { hasText: comment }).waitFor();
    const panel = page.locator(".panel-part", {
      has: page.getByRole("heading", { name: "Rating" }),
    });
    await panel.getByText("perfect").waitFor();
    await panel.getByText(comment).waitFor();
  };
  await isShown();
  await page.reload();
  await isShown();
});

/** Chooses an action from the menu of the open chat. */
async function more(page: Page, name: string): Promise<void> {
  await page.locator(".thread-head").getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("option", { name }).click();
}

test("a customer is blocked after a question, cannot write, and is let in again", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const visitor = await Visitor.begin(desk, amara);
  await visitor.says("Buy now");
  await visitor.call("PATCH", "me", { name: "Spam Lord" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Spam Lord");
  const dialog = page.getByRole("dialog", { name: "Block Spam Lord?" });
  await more(page, "Block the customer");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await page.locator(".panel-blocked").count()).toBe(0);
  await more(page, "Block the customer");
  await dialog.getByRole("button", { name: "Block", exact: true }).click();
  await toast(page).getByText("Spam Lord is blocked").waitFor();
  await page.locator(".panel-blocked", { hasText: "Blocked: cannot write" }).waitFor();
  await row(page, "Spam Lord").waitFor({ state: "detached" });
  await expect(visitor.says("Buy now, really")).rejects.toThrow(/403/);
  await page.goto("/inbox/blocked");
  await open(page, "Spam Lord");
  await more(page, "Unblock the customer");
  await toast(page).getByText("Spam Lord can write again").waitFor();
  await page.locator(".panel-blocked").waitFor({ state: "detached" });
  await visitor.says("I am sorry");
  await bubble(page, "I am sorry").waitFor();
});
