// Sites and departments as an admin changes them: a site is added, named, switched off and dressed,
// and what a deleted department leaves has a place to go.

import { toast } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";

test("a site is added, named and switched off, and an undo switches it on again", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/sites");
  await page.getByRole("button", { name: "Add a site" }).click();
  await page.getByLabel("Name", { exact: true }).fill("shop.example");
  await page.getByRole("button", { name: "Add the site" }).click();
  await page.getByRole("heading", { name: "shop.example" }).waitFor();
  const names = page.locator("form", { has: page.getByLabel("Name for customers") });
  await names.getByLabel("Name for customers").fill("Ostra");
  await names.getByRole("button", { name: "Save" }).click();
  await names.getByText("Saved", { exact: true }).waitFor();
  const site = async () => {
    const { data } = await amara.call("GET", "/applications");
    const [added] = data.filter((it: { name: string }) => it.name === "shop.example");
    return [added.displayName, added.active];
  };
  expect(await site()).toEqual(["Ostra", true]);
  const power = page.getByRole("switch", { name: "The widget is on" });
  await power.click();
  await page.getByText("The widget is off. Nobody can start a chat here.").waitFor();
  await expect.poll(site).toEqual(["Ostra", false]);
  await toast(page).getByRole("button").first().click();
  await page.locator(".switch[aria-checked=true][aria-label='The widget is on']").waitFor();
  await expect.poll(site).toEqual(["Ostra", true]);
  await page.goto("/inbox/settings/sites");
  await page.locator("tr", { hasText: "shop.example" }).getByText("on", { exact: true }).waitFor();
});

test("the picture of a widget follows what is chosen, before it is saved", async t => {
  const desk = t.desk();
  const page = await t.open(desk, await desk.agent(), "/inbox/settings/sites");
  const picture = page.getByRole("img", { name: "The widget as it will look" });
  await page.getByLabel("Greeting").fill("How can we help with your lamp?");
  await picture.getByText("How can we help with your lamp?").waitFor();
  const side = async () => {
    const [page, button] = await Promise.all(
      [picture, picture.locator(".look-button")].map(it => it.boundingBox()),
    );
    return page && button && button.x < page.x + page.width / 2 ? "left" : "right";
  };
  expect(await side()).toBe("right");
  await page.getByLabel("Corner of the button").selectOption("left");
  await expect.poll(side).toBe("left");
  await page.getByLabel("Colour").fill("#aa2244");
  const colour = () =>
    picture.locator(".look-button").evaluate(it => getComputedStyle(it).backgroundColor);
  await expect.poll(colour).toBe("rgb(170, 34, 68)");
  await page.getByRole("switch", { name: "Questions before a chat" }).click();
  await page.getByRole("tab", { name: "Before a chat" }).waitFor();
  // Who leaves a message gets the reply by e-mail, so that nobody chooses whether it asks for it.
  await page.getByRole("tab", { name: "Nobody is there" }).click();
  await picture.getByText("E-mail *").waitFor();
  await page.getByText("The e-mail address is always asked for").waitFor();
});

test("an identity secret is shown once, and another one asks first", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/settings/sites");
  await page.getByRole("button", { name: "Create a secret" }).click();
  const first = await page.locator(".secret-value").textContent();
  await page.getByRole("button", { name: "Create a new secret" }).click();
  const asked = page.locator("dialog[open]");
  await asked.getByRole("button", { name: "Create a new secret" }).click();
  await expect.poll(() => page.locator(".secret-value").textContent()).not.toBe(first);
  await page.reload();
  await page.getByRole("button", { name: "Create a new secret" }).waitFor();
  expect(await page.locator(".secret-value").count()).toBe(0);
});

test("a deleted department's open chats go where the admin says, and its closed ones stay", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const [old, next] = await Promise.all(
    ["Returns", "Repairs"].map(name => amara.call("POST", "/departments", { name, agents: [] })),
  );
  const open = await desk.chat({ name: "An open one", department: old.id });
  const closed = await desk.chat({ name: "A closed one", department: old.id });
  await amara.call("POST", "/chats/act", { ids: [closed.id], set: { status: "closed" } });
  const page = await t.open(desk, amara, `/inbox/settings/departments/${old.id}`);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByLabel("Its 1 open chat goes to").selectOption("Repairs");
  await page.getByRole("button", { name: "Delete the department" }).click();
  await page.waitForURL("**/inbox/settings/departments");
  const of = async (id: number) => (await amara.call("GET", `/chats/${id}`)).chat.department?.id;
  expect([await of(open.id), await of(closed.id)]).toEqual([next.id, old.id]);
  await expect.poll(() => page.locator("main tr", { hasText: "Returns" }).count()).toBe(0);
});
