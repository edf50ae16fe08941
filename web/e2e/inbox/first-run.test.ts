// The first run: from the link that the server prints to the inbox.

import { expect, PASSWORD, type Page, test } from "../harness/test.ts";
import { totp } from "../harness/totp.ts";
import { start } from "../widget/site.ts";

const title = (page: Page, name: string) => page.getByRole("heading", { name }).waitFor();
const onward = (page: Page) => page.getByRole("button", { name: "Continue" }).click();

/** Enters a name and a password on the page of an invitation link. */
async function begin(page: Page, login: string): Promise<void> {
  await title(page, "Welcome");
  await page.getByLabel("Sign-in name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await onward(page);
  await page.waitForURL("**/inbox/setup/second-factor");
}

test("the printed link leads through every step into the inbox, once", async t => {
  const server = await t.server();
  const desk = t.desk(server.address);
  const page = await t.open(desk, null, String(server.welcome), {
    permissions: ["clipboard-write"],
  });
  await begin(page, "amara");
  await page.getByRole("button", { name: "Set it up" }).click();
  const key = (await page.locator(".qr-place code").textContent()) ?? "";
  await page.getByLabel("The six digits that it shows").fill(totp(key));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator(".codes li").nth(9).waitFor();
  await onward(page);
  await page.waitForURL("**/inbox/setup/site");
  await page.getByText("Waiting for the widget.").waitFor();
  // The snippet as it is copied works on a page of the site, and the check turns by itself.
  const snippet = (await page.locator(".code pre").textContent()) ?? "";
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const site = await start();
  const shop = await (await t.context(desk, null)).newPage();
  await shop.goto(site.page({ snippet }));
  await page.getByText("The widget works.").waitFor();
  await onward(page);
  await page.waitForURL("**/inbox/setup/colleagues");
  await page.getByLabel("Name").fill("Ben Okafor");
  await page.getByRole("button", { name: "Create invitation" }).click();
  expect(await page.locator(".secret-value").textContent()).toContain("/inbox/welcome#dbl_");
  await onward(page);
  await page.waitForURL("**/inbox/setup/import");
  await page.getByText("deskbell import").first().waitFor();
  await page.getByRole("button", { name: "Open the inbox" }).click();
  await page.waitForURL("**/inbox/mine");
  await title(page, "You have no open chats");
  site.close();
  const again = await t.open(desk, null, String(server.welcome));
  await title(again, "This link does not work");
});

test("every step but the password can be left for later", async t => {
  const desk = t.desk();
  const { token } = desk.invite("Lisa Berg");
  const page = await t.open(desk, null, `/inbox/welcome#${token}`);
  await begin(page, `lisa@${desk.domain}`);
  for (const step of ["site", "colleagues", "import"]) {
    await onward(page);
    await page.waitForURL(`**/inbox/setup/${step}`);
  }
  await page.goto("/inbox/setup/site");
  // A phone has no room for all steps.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText("Step 3 of 5").waitFor();
  await page.getByRole("link", { name: "Skip the rest" }).click();
  await page.waitForURL("**/inbox/mine");
  await title(page, "You have no open chats");
});
