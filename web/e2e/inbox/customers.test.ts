// Customers who are one person: found, merged, and one from then on.

import { open, row, rows, toast } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";

test("a double customer is found by the address and merged, with all chats", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const known = await desk.chat({
    name: "Marta Nowak",
    email: "marta@ostra.example",
    customer: { userId: "42", tags: [{ name: "vip" }] },
  });
  const double = await desk.chat({
    name: "M. Nowak",
    text: "It is me again.",
    customer: { email: "Marta@ostra.example", phone: "+48 601 000 000" },
  });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "M. Nowak");
  const alike = page.locator(".alike");
  await alike.getByText("Marta Nowak").waitFor();
  const dialog = page.getByRole("dialog", { name: /^Merge M\. Nowak .* into Marta Nowak/ });
  await alike.getByRole("button", { name: "Merge" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  expect((await desk.api("GET", "customers")).total).toBe(2);
  await alike.getByRole("button", { name: "Merge" }).click();
  await dialog.getByRole("button", { name: "Merge" }).click();
  await toast(page).getByText("was merged into").waitFor();
  await alike.waitFor({ state: "detached" });
  // The chat is hers, with what was known of both.
  await page.locator(".panel-name", { hasText: "Marta Nowak" }).waitFor();
  await page.locator(".panel-tags", { hasText: "vip" }).waitFor();
  await page.getByRole("button", { name: "Phone: +48 601 000 000" }).waitFor();
  await page.locator(".earlier a", { hasText: "Is my lamp" }).waitFor();
  await expect.poll(() => row(page, "Marta Nowak").count()).toBe(2);
  expect(await rows(page).count()).toBe(2);
  const [one, two] = await Promise.all(
    [known, double].map(it => desk.api("GET", `chats/${it.id}`)),
  );
  expect(one.customer.id).toBe(known.customer);
  expect(two.customer.id).toBe(known.customer);
  expect((await desk.api("GET", "customers")).total).toBe(1);
});

test("the customer panel is hidden and shown by mouse, and the device remembers", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  const panel = page.locator(".panel");
  const show = page.locator(".thread-head").getByRole("button", { name: "Customer" });
  await panel.getByRole("button", { name: "Hide customer panel" }).click();
  await panel.waitFor({ state: "detached" });
  await page.reload();
  await show.waitFor();
  expect(await panel.count()).toBe(0);
  await show.click();
  await panel.locator(".panel-name", { hasText: "Marta Nowak" }).waitFor();
});

test("two whom the site knows by their own ids are not merged", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const email = "office@ostra.example";
  await desk.chat({ name: "Marta Nowak", email, customer: { userId: "42" } });
  await desk.chat({ name: "Jonas Weber", email, customer: { userId: "43" } });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const merge = page.locator(".alike").getByRole("button", { name: "Merge" });
  await merge.waitFor();
  expect(await merge.getAttribute("aria-disabled")).toBe("true");
});
