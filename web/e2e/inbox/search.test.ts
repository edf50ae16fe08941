// The page of the search: customers and chats by whatever is known of them.

import { expect, test } from "../harness/test.ts";

test("customers and chats are found by names, addresses and numbers, at an address of its own", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({
    name: "Marta Nowak",
    email: "marta@ostra.example",
    text: "Where is my lamp? Order 48213-C.",
    customer: { userId: "shop-7781", phone: "+48 601 000 000" },
  });
  await desk.chat({ name: "Jonas Weber", text: "Do you ship to Norway?" });
  const page = await t.open(desk, amara, "/inbox/search");
  await page.getByRole("heading", { name: "What are you looking for?" }).waitFor();
  const field = page.getByRole("searchbox");
  const found = page.locator(".hit-text strong");
  for (const text of ["nowak", "ostra.example", "601 000", "shop-7781", String(id)]) {
    await field.fill(text);
    await page.waitForURL(it => it.searchParams.get("q") === text);
    await expect.poll(() => found.allTextContents()).toContain("Marta Nowak");
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
