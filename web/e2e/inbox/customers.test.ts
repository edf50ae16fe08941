// Customers who are one person: found, merged, and one from then on.

import { field, open, row, rows, toast } from "../harness/inbox.ts";
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
  // The link to a phone's page of the customer leads there, too.
  await page.goto(`/inbox/all/${id}/customer`);
  await page.waitForURL(`**/inbox/all/${id}`);
  await panel.getByRole("button", { name: "Hide customer panel" }).click();
  await panel.waitFor({ state: "detached" });
});

test("a field that a colleague changed meanwhile asks whose value stays", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { customer } = await desk.chat({ name: "Marta Nowak" });
  const path = `/customers/${customer}`;
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const panel = page.locator(".panel");
  const question = panel.locator(".meanwhile");
  const value = (text: string) => panel.getByRole("button", { name: `Company: ${text}` });
  const company = async () => (await desk.api("GET", `customers/${customer}`)).company;
  /** Types a company, while Ben sets another company. */
  const both = async (before: string, mine: string, theirs: string | null) => {
    await value(before).click();
    await panel.getByLabel("Company", { exact: true }).fill(mine);
    await ben.call("PATCH", path, { company: theirs });
    await page.keyboard.press("Enter");
  };
  await both("Add", "Ostra", "Lumen");
  await question.getByText("A colleague changed it meanwhile to “Lumen”.").waitFor();
  expect(await company()).toBe("Lumen");
  await question.getByRole("button", { name: "Keep mine" }).click();
  await value("Ostra").waitFor();
  expect(await company()).toBe("Ostra");
  await both("Ostra", "Ostra Lamps", null);
  await question.getByText("A colleague emptied it meanwhile.").waitFor();
  await question.getByRole("button", { name: "Keep theirs" }).click();
  await value("Add").waitFor();
  expect(await company()).toBeNull();
});

test("the name is edited where it stands, by keyboard, and a colleague's asks first", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { customer } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const panel = page.locator(".panel");
  const head = (name: string) => panel.getByRole("heading", { name: `Name: ${name}` });
  const button = (name: string) => head(name).getByRole("button");
  const name = async () => (await desk.api("GET", `customers/${customer}`)).name;
  const isFocused = (name: string) =>
    expect.poll(() => button(name).evaluate(it => it === document.activeElement)).toBe(true);
  /** Begins an edit with the key Enter, and types a name in place of the present one. */
  const type = async (name: string) => {
    await page.keyboard.press("Enter");
    await panel.getByLabel("Name", { exact: true }).waitFor();
    await page.keyboard.type(name);
  };
  await button("Marta Nowak").focus();
  await type("Marta Kowalczyk");
  await page.keyboard.press("Enter");
  await isFocused("Marta Kowalczyk");
  expect(await name()).toBe("Marta Kowalczyk");
  await row(page, "Marta Kowalczyk").waitFor();
  await type("Nobody");
  await page.keyboard.press("Escape");
  await isFocused("Marta Kowalczyk");
  await type("Marta N.");
  await ben.call("PATCH", `/customers/${customer}`, { name: "Marta K." });
  await page.keyboard.press("Enter");
  await panel.getByText("A colleague changed it meanwhile to “Marta K.”.").waitFor();
  await panel.getByRole("button", { name: "Keep theirs" }).click();
  await head("Marta K.").waitFor();
  expect(await name()).toBe("Marta K.");
});

test("Esc leaves a field as it was, and leaving the field stores it, once", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { customer } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const changes: unknown[] = [];
  page.on("request", it => {
    if (it.method() === "PATCH") changes.push(it.postDataJSON());
  });
  const panel = page.locator(".panel");
  const add = panel.getByRole("button", { name: "Company: Add" });
  const company = panel.getByLabel("Company", { exact: true });
  await add.click();
  await company.fill("Ostra");
  await page.keyboard.press("Escape");
  await add.waitFor();
  await add.click();
  expect(await company.inputValue()).toBe("");
  await company.fill("Lumen");
  await field(page).focus();
  await panel.getByRole("button", { name: "Company: Lumen" }).waitFor();
  await panel.getByRole("button", { name: "Phone: Add" }).click();
  await panel.getByLabel("Phone", { exact: true }).fill("+48 601 000 000");
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "Phone: +48 601 000 000" }).waitFor();
  expect(changes).toEqual([{ company: "Lumen" }, { phone: "+48 601 000 000" }]);
  const kept = await desk.api("GET", `customers/${customer}`);
  expect([kept.company, kept.phone]).toEqual(["Lumen", "+48 601 000 000"]);
});

test("two who change different fields at once both keep what they wrote", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { customer } = await desk.chat({ name: "Marta Nowak" });
  const path = `/customers/${customer}`;
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const answers: number[] = [];
  // Between the page's look at the customer and its change, a colleague's change comes first.
  await page.route(`**/app/v1${path}`, async route => {
    if (route.request().method() !== "PATCH") return route.continue();
    if (answers.length === 0) await ben.call("PATCH", path, { phone: "+48 601 000 000" });
    const response = await route.fetch();
    answers.push(response.status());
    await route.fulfill({ response });
  });
  const panel = page.locator(".panel");
  await panel.getByRole("button", { name: "E-mail: Add" }).click();
  await panel.getByLabel("E-mail").fill("marta@ostra.example");
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "E-mail: marta@ostra.example" }).waitFor();
  expect(answers).toEqual([412, 200]);
  const { email, phone } = await desk.api("GET", `customers/${customer}`);
  expect([email, phone]).toEqual(["marta@ostra.example", "+48 601 000 000"]);
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
