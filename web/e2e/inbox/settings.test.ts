// Settings as an admin uses them: what is made is there, secrets are shown once, errors are said.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bubble, live, open, row, toast } from "../harness/inbox.ts";
import { expect, PASSWORD, type Page, test } from "../harness/test.ts";
import { totp } from "../harness/totp.ts";

const secret = (page: Page) => page.locator(".secret-value");

test("an agent is invited by a link that is shown once, and is told apart when deactivated", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/agents");
  await page.getByRole("button", { name: "Invite an agent" }).click();
  await page.getByLabel("Name").fill("Lisa Berg");
  await page.getByLabel("Role").selectOption("superviser");
  await page.getByRole("button", { name: "Create invitation" }).click();
  const link = (await secret(page).textContent()) ?? "";
  expect(link).toContain("/inbox/welcome#dbl_");
  await page.getByRole("button", { name: "Done" }).click();
  await page.locator("tr", { hasText: "Lisa Berg" }).getByText("not yet signed in").waitFor();
  const theirs = await t.open(desk, null, new URL(link).pathname + new URL(link).hash);
  await theirs.getByLabel("Sign-in name").fill(`lisa@${desk.domain}`);
  await theirs.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Continue" }).click();
  await theirs.waitForURL("**/inbox/mine");
  await page.reload();
  await page.locator("tr", { hasText: "Lisa Berg" }).getByText("active", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Lisa Berg" }).click();
  await page.getByRole("button", { name: "Deactivate" }).click();
  await toast(page).getByText("Lisa Berg cannot sign in any more").waitFor();
  await theirs.locator(".banner", { hasText: "You were signed out." }).waitFor();
});

test("a second factor is set up, asked for, and taken off by a recovery code's owner", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/second-factor");
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.locator(".qr").waitFor();
  const key = (await page.locator(".qr-place code").textContent()) ?? "";
  await page.getByLabel("The six digits that it shows").fill("000000");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator(".wrong").waitFor();
  await page.getByLabel("The six digits that it shows").fill(totp(key));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator(".codes li").nth(9).waitFor();
  const codes = await page.locator(".codes li").allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByText("On", { exact: true }).waitFor();
  await page.goto("/inbox/settings/profile");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Sign-in name").fill(amara.login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Enter the six digits" }).waitFor();
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await page.getByLabel("Code").fill(codes[0] ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/inbox/mine");
});

test("a password is changed, and the other sessions end", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/profile");
  await page.getByLabel("Current password").fill("wrong wrong wrong");
  await page.getByLabel("New password").fill("nine green bottles");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.locator(".wrong").waitFor();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.goto("/inbox/settings/sessions");
  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
});

test("hours are changed, kept and taken off again", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/hours");
  const save = async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    return (await amara.call("GET", "/settings")).hours;
  };
  await page.getByText("Open now").waitFor();
  await page.getByText("Always open", { exact: true }).click();
  await page.getByLabel("Time zone", { exact: true }).fill("Europe/Warsaw");
  await page.getByLabel("Monday: from").fill("08:30");
  await page.getByLabel("Monday: until").fill("16:45");
  await page.getByRole("button", { name: "Add hours: Sunday" }).click();
  await page.getByRole("button", { name: "Add a holiday" }).click();
  await page.getByLabel("Date").fill("2031-12-25");
  await page.getByLabel("Name", { exact: true }).fill("Christmas");
  const usual = [{ from: "09:00", to: "17:00" }];
  expect(await save()).toMatchObject({
    zone: "Europe/Warsaw",
    week: { monday: [{ from: "08:30", to: "16:45" }], tuesday: usual, saturday: [], sunday: usual },
    holidays: [{ date: "2031-12-25", name: "Christmas", open: [] }],
  });
  await page.reload();
  await expect.poll(() => page.getByLabel("Monday: from").inputValue()).toBe("08:30");
  expect(await page.getByLabel("Sunday: until").inputValue()).toBe("17:00");
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Christmas");
  // The page says what the server says of this moment.
  const { open } = await amara.call("GET", "/opening");
  await page.locator(".state", { hasText: open ? "Open now" : "Closed until" }).waitFor();
  await page.getByText("Always open", { exact: true }).click();
  expect(await save()).toBeNull();
});

test("a department, a canned response and a rule are kept", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/departments/new");
  await page.getByLabel("Name").fill("Returns");
  await page.getByText("Amara Diallo").last().click();
  await page.getByRole("button", { name: "Add the department" }).click();
  await page.locator("#main").getByRole("link", { name: "Returns" }).click();
  await page.getByLabel("Reply target, minutes").fill("3");
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.goto("/inbox/settings/canned/new");
  await page.getByLabel("Shortcut").fill("bye");
  await page.getByLabel("Text").fill("Good-bye {{nobody.knows}}");
  await page.getByRole("button", { name: "Add the response" }).click();
  await page.locator(".wrong", { hasText: "a variable is misspelled" }).waitFor();
  await page.getByLabel("Text").fill("Good-bye {{customer.firstName|and thanks}}");
  await page.getByRole("button", { name: "Add the response" }).click();
  await page.getByRole("link", { name: "/bye" }).waitFor();
  await page.goto("/inbox/settings/rules/new");
  await page.getByLabel("Name", { exact: true }).fill("Cart");
  await page.getByLabel("Message").fill("Questions about delivery?");
  await page.getByRole("button", { name: "Add the rule" }).click();
  await page.getByRole("switch", { name: "Cart" }).click();
  await toast(page).getByText("The rule is off").waitFor();
});

test("a key is shown once, works, and is revoked", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/keys");
  await page.getByLabel("Name").fill("Warehouse");
  await page.getByLabel("Access").selectOption("read");
  await page.getByLabel("Expires").selectOption("30");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = (await secret(page).textContent()) ?? "";
  const ask = async () =>
    (await fetch(`${desk.server.url}/v1/chats`, { headers: { authorization: `Bearer ${key}` } }))
      .status;
  expect(await ask()).toBe(200);
  await page.reload();
  await page
    .locator("tr", { hasText: "Warehouse" })
    .getByText(/^until /)
    .waitFor();
  expect(await page.content()).not.toContain(key);
  await page
    .locator("tr", { hasText: "Warehouse" })
    .getByRole("button", { name: "Revoke…" })
    .click();
  await page.getByRole("dialog", { name: "Revoke Warehouse?" }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.locator("tr", { hasText: "Warehouse" }).getByText("revoked").waitFor();
  await expect.poll(ask).toBe(401);
});

test("what is delicate asks for the password again", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/keys");
  const errors = [{ code: "step_up_required", message: "Give the password again." }];
  let isAsked = false;
  await page.route("**/app/v1/keys", route => {
    if (route.request().method() !== "POST" || isAsked) return route.continue();
    isAsked = true;
    return route.fulfill({ status: 403, json: { errors } });
  });
  await page.getByLabel("Name").fill("Warehouse");
  await page.getByRole("button", { name: "Create key" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel(/Password of/).fill("wrong wrong wrong");
  await page.keyboard.press("Enter");
  await dialog.locator(".wrong").waitFor();
  await dialog.getByLabel(/Password of/).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await secret(page).waitFor();
});

test("a webhook shows what it told and the answer, and tells again", async t => {
  const told: string[] = [];
  const target = createServer((request, response) => {
    request.resume();
    told.push(String(request.headers["webhook-id"]));
    response.writeHead(told.length === 1 ? 500 : 204).end();
  });
  await new Promise<void>(done => target.listen(0, "127.0.0.1", done));
  const { port } = target.address() as AddressInfo;
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/webhooks");
  await page.getByRole("heading", { name: "No webhooks" }).waitFor();
  await page.getByRole("button", { name: "New webhook" }).click();
  await page.getByLabel("Address").fill(`http://127.0.0.1:${port}/in`);
  await page.getByRole("button", { name: "Add the webhook" }).click();
  await secret(page).waitFor();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await toast(page).getByText("A test is on its way").waitFor();
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await page.reload();
  const line = page.locator(".deliveries tbody tr", { hasText: "webhook.test" });
  await line.locator(".state", { hasText: "500" }).waitFor();
  await line.getByRole("button").first().click();
  await page.getByRole("button", { name: "Send again now" }).click();
  await expect.poll(() => told.length).toBeGreaterThan(1);
  await page.reload();
  await page.locator(".deliveries .state", { hasText: "204" }).first().waitFor();
  target.close();
});

test("a role opens what it may, and no more", async t => {
  const desk = t.desk();
  await desk.agent();
  const lisa = await desk.agent("Lisa Berg", "agentChatOnly");
  const page = await t.open(desk, lisa, "/inbox/settings/keys");
  await page.getByRole("heading", { name: "Your role does not open this page" }).waitFor();
  const sections = await page.locator(".settings-nav a").allTextContents();
  expect(sections).not.toContain("API keys");
  expect(sections).toContain("Sessions");
});

test("agents are let see the chats of all departments, and an open list follows", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const lisa = await desk.agent("Lisa Berg", "agent");
  const { id } = await desk.chat({ name: "Marta Nowak", assignee: amara.id });
  const lisas = await t.open(desk, lisa, "/inbox/all");
  const page = await t.open(desk, amara, "/inbox/settings/departments");
  const all = page.getByRole("switch", { name: "Agents see the chats of all departments" });
  const row = lisas.locator(".row", { hasText: "Marta Nowak" });
  await all.click();
  await toast(page).getByText("Agents see all chats").waitFor();
  await row.waitFor();
  await all.click();
  await toast(page).getByText("Agents see their departments’ chats").waitFor();
  await row.waitFor({ state: "detached" });
  // So does an open chat, with what was said while it was out of sight.
  await all.click();
  await toast(page).getByText("Agents see all chats").waitFor();
  await row.waitFor();
  await open(lisas, "Marta Nowak");
  await live(lisas);
  await all.click();
  await lisas.getByRole("heading", { name: "This chat is not here" }).waitFor();
  await toast(page).getByText("Agents see their departments’ chats").waitFor();
  await desk.says(id, "Are you there?");
  await all.click();
  await bubble(lisas, "Are you there?").waitFor();
});

test("the audit trail says who changed what", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await amara.call("POST", "/chats/act", { ids: [id], set: { status: "pending" } });
  const page = await t.open(desk, amara, "/inbox/settings/audit");
  const line = page.locator("tbody tr", { hasText: `chat ${id}` }).first();
  await line.getByText("Amara Diallo").waitFor();
  await line.getByRole("link").click();
  await page.waitForURL(`**/inbox/everything/${id}`);
  await page.locator(".thread-who", { hasText: "Marta Nowak" }).waitFor();
});

test("the site's snippet names this server and the widget's public id", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { appId } = await amara.call("GET", `/applications/${desk.application}/widget`);
  const page = await t.open(desk, amara, "/inbox/settings/sites");
  await page.locator(".code pre", { hasText: `${desk.server.url}/sdk.js` }).waitFor();
  await page.locator(".code pre", { hasText: appId }).waitFor();
  const look = page.locator("form", { has: page.getByLabel("Title") });
  await look.getByLabel("Title").fill("Ostra Help");
  await look.getByRole("button", { name: "Save" }).click();
  await look.getByText("Saved", { exact: true }).waitFor();
  expect((await amara.call("GET", `/applications/${desk.application}/look`)).title).toBe(
    "Ostra Help",
  );
});

test("the customer's fields are edited beside the thread, with what the site told", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id, customer } = await desk.chat({
    name: "Marta Nowak",
    customer: {
      customData: [{ property: "plan", value: "gold" }],
      lastPage: "https://ostra.example/lamps/mono",
    },
  });
  const earlier = await desk.api("POST", "chats", { customer, application: desk.application });
  await desk.says(earlier.id, "The green one?");
  await desk.api("PUT", "chats/status", { id: earlier.id, status: "closed" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  const panel = page.locator(".panel");
  await panel.getByText("gold").waitFor();
  // An empty field that nobody can fill has no line.
  expect(await panel.locator(".values dt").allTextContents()).not.toContain("User ID");
  await panel.locator(".timeline", { hasText: "/lamps/mono" }).waitFor();
  await panel.locator(".earlier", { hasText: "The green one?" }).waitFor();
  await panel.getByRole("button", { name: "E-mail: Add" }).click();
  await panel.getByLabel("E-mail").fill("marta@ostra.example");
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "E-mail: marta@ostra.example" }).waitFor();
  expect((await desk.api("GET", `customers/${customer}`)).email).toBe("marta@ostra.example");
  await desk.api("POST", "events", { customer, name: "order placed", data: { order: 1 } });
  await page.reload();
  await panel.locator(".timeline", { hasText: "order placed" }).waitFor();
  await panel.getByRole("button", { name: "Tag" }).click();
  await page.keyboard.type("vip");
  await page.keyboard.press("Enter");
  await row(page, "vip").waitFor();
  await panel.getByRole("button", { name: "Remove vip" }).click();
  await panel.locator(".chip-tag").waitFor({ state: "detached" });
  await panel.locator(".earlier a").click();
  await page.waitForURL(`**/inbox/everything/${earlier.id}`);
  expect(id).not.toBe(earlier.id);
});
