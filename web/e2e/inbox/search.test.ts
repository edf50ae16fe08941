// The page of the search: customers and chats by whatever is known of them.

import { row } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";

test("customers and chats are found by names, addresses and numbers, at an address of its own", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({
    name: "Marta Nowak",
    email: "marta@ostra.example",
    text: "Where is my lamp? Order 48213-C.",
    customer: {
      userId: "shop-7781",
      phone: "+48 601 000 000",
      company: "Ostra Lampy",
      notes: "Knows the founder, and orders before every trade fair.",
      customData: { plan: "Größe L" },
      tags: [{ name: "wholesale" }],
    },
  });
  await desk.chat({ name: "Jonas Weber", text: "Do you ship to Norway?" });
  const page = await t.open(desk, amara, "/inbox/search");
  await page.getByRole("heading", { name: "What are you looking for?" }).waitFor();
  const field = page.getByRole("searchbox");
  const found = page.locator(".hit-text strong");
  const known = ["nowak", "ostra.example", "601 000", "shop-7781", "lampy", "WHOLESALE"];
  for (const text of [...known, String(id)]) {
    await field.fill(text);
    await page.waitForURL(it => it.searchParams.get("q") === text);
    await expect.poll(() => found.allTextContents()).toContain("Marta Nowak");
  }
  // Beside the customer and beside the chat it says what was found, and where.
  const why = page.locator(".hit-why");
  for (const [text, shown, hit] of [
    ["LAMPY", "Company: Ostra Lampy", "Lampy"],
    ["trade", "Note: …ounder, and orders before every trade fair.", "trade"],
    ["grosse", "plan: Größe L", "Größe"],
  ] as const) {
    await field.fill(text);
    await expect.poll(() => why.allTextContents()).toEqual([shown, shown]);
    expect(await why.first().locator("mark").textContent()).toBe(hit);
  }
  await field.fill("");
  // Among the customers and among the chats.
  const jonas = ["Jonas Weber", "Jonas Weber"];
  // Every letter stays, however slowly the page follows.
  await field.pressSequentially("jonas weber", { delay: 20 });
  expect(await field.inputValue()).toBe("jonas weber");
  await expect.poll(() => found.allTextContents()).toEqual(jonas);
  await page.reload();
  await expect.poll(() => found.allTextContents()).toEqual(jonas);
  await page.locator("a.hit", { hasText: "Jonas Weber" }).click();
  await page.locator(".thread-who", { hasText: "Jonas Weber" }).waitFor();
  await page.goBack();
  await expect.poll(() => field.inputValue()).toBe("jonas weber");
  await field.fill("nobody of this name");
  await page.getByRole("heading", { name: "Nothing found" }).waitFor();
});

test("a search is narrowed by status and department, and saved as a view", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const department = desk.run<{ id: number }>("department", "add", "--name", "Returns").id;
  const open = await desk.chat({ name: "Marta Nowak", text: "The open one", department });
  const closed = await desk.chat({ name: "Marta Kowalczyk", text: "The closed one" });
  await desk.chat({ name: "Jonas Weber", text: "Another one" });
  await desk.api("PUT", "chats/status", { id: closed.id, status: "closed" });
  const page = await t.open(desk, amara, "/inbox/search?q=marta");
  const hits = page.locator("a.hit");
  const facet = (name: string) => page.locator(".facet", { hasText: name });
  await expect.poll(() => hits.count()).toBe(2);
  const total = page.locator(".search-total");
  expect(await total.textContent()).toBe("2 customers, 2 chats that you may see");
  const counts = () => page.locator(".facet .num").allTextContents();
  // All, open, snoozed, closed; all, Returns, none.
  await expect.poll(counts).toEqual(["2", "1", "0", "1", "2", "1", "1"]);
  await facet("Closed").click();
  await page.waitForURL("**/inbox/search?q=marta&status=closed");
  await expect.poll(() => hits.allTextContents()).toEqual([expect.stringContaining("closed one")]);
  // Customers have no status.
  expect(await total.textContent()).toBe("1 chat that you may see");
  await page.reload();
  await expect.poll(() => hits.count()).toBe(1);
  await facet("Returns").waitFor({ state: "detached" });
  await facet("All").first().click();
  await facet("Returns").click();
  await expect.poll(() => hits.allTextContents()).toEqual([expect.stringContaining("open one")]);
  await page.getByRole("button", { name: "Save as view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Marta's returns");
  await page.getByRole("button", { name: "Save the view" }).click();
  await page.waitForURL("**/inbox/v-*");
  await row(page, "The open one").waitFor();
  await page.locator('.nav-entry[data-rail="Marta\'s returns"]').waitFor();
  // It shows what is found now, not what was found then.
  await desk.api("PUT", "chats/department", { id: open.id, department: null });
  await row(page, "The open one").waitFor({ state: "detached" });
});
