// Signing in, out, and by a link.

import { expect, PASSWORD, test } from "../harness/test.ts";

test("a link leads an invited agent to a password and into the inbox", async t => {
  const desk = t.desk();
  const { token } = desk.invite("Lisa Berg", "agent");
  const page = await t.open(desk, null, `/inbox/welcome#${token}`);
  await page.getByRole("heading", { name: "Welcome, Lisa Berg" }).waitFor();
  // The token is out of the address at once.
  expect(page.url()).not.toContain(token);
  await page.getByLabel("Sign-in name").fill(`lisa@${desk.domain}`);
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByText("3 more characters").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByText("Long enough").waitFor();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/inbox/mine");
  await page.getByRole("heading", { name: "You have no open chats" }).waitFor();
});

test("an agent signs in with name and password, and out", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.chat({ name: "Marta Nowak", assignee: amara.id });
  const page = await t.open(desk, null, "/inbox/all");
  await page.waitForURL("**/inbox/sign-in");
  await page.getByLabel("Sign-in name").fill(amara.login.toUpperCase());
  await page.getByLabel("Password", { exact: true }).fill("not my password");
  await page.keyboard.press("Enter");
  await page.locator(".wrong").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  // Back to the page that asked for it.
  await page.waitForURL("**/inbox/all");
  await page.locator(".row", { hasText: "Marta Nowak" }).waitFor();
  await page.locator(".nav-me").click();
  await page.getByRole("option", { name: "Sign out" }).click();
  await page.waitForURL("**/inbox/sign-in");
  await page.goto("/inbox/mine");
  await page.waitForURL("**/inbox/sign-in");
});
