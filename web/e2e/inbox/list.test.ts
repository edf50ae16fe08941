// The list: an order that stays, exact counts, waiting in colour, many chats at once, depth.

import { count, field, live, open, reply, row, rows, toast } from "../harness/inbox.ts";
import { type Chat, expect, type Page, test } from "../harness/test.ts";

const names = (page: Page) =>
  page.locator(".row-name").evaluateAll(all => all.map(it => it.getAttribute("title") ?? ""));

test("the list never moves under the hand", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  for (const name of ["First", "Second", "Third"]) await desk.chat({ name });
  const page = await t.open(desk, amara, "/inbox/all");
  await live(page);
  await page.locator(".sorter").click();
  const sorted = page.waitForResponse("**/app/v1/list");
  await page.getByRole("option", { name: "Newest message" }).click();
  await sorted;
  await expect.poll(() => page.locator(".rows").getAttribute("aria-busy")).toBe("false");
  const before = await names(page);
  await rows(page).nth(1).hover();
  const { id } = await desk.chat({ name: "Fourth" });
  await page.getByRole("button", { name: "1 new" }).waitFor();
  expect(await names(page)).toEqual(before);
  // What a row says is always right, wherever it stands.
  await desk.says(id, "And another thing");
  expect(await names(page)).toEqual(before);
  // Once the hand is away, newer ones come by themselves.
  await page.mouse.move(1000, 700);
  await row(page, "And another thing").waitFor();
  await desk.chat({ name: "Fifth" });
  await row(page, "Fifth").waitFor();
});

test("counts are exact and live", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/mine");
  await live(page);
  await expect.poll(() => count(page, "All open").textContent()).toBe("0");
  const chats: Chat[] = [];
  for (let n = 0; n < 3; n++) chats.push(await desk.chat({ name: `Customer ${n}` }));
  await expect.poll(() => count(page, "Unassigned").textContent()).toBe("3");
  await expect.poll(() => page.title()).toBe("(3) Deskbell");
  await desk.api("PUT", "chats/assignee", { id: chats[0]?.id, assignee: amara.id });
  await expect.poll(() => count(page, "Mine").textContent()).toBe("1");
  await expect.poll(() => count(page, "Unassigned").textContent()).toBe("2");
  await desk.api("PUT", "chats/status", { id: chats[1]?.id, status: "closed" });
  await expect.poll(() => count(page, "All open").textContent()).toBe("2");
  await expect.poll(() => page.title()).toBe("(1) Deskbell");
});

test("the customer's wait is coloured against the target", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.chat({ name: "Waits longest" });
  const later = await t.context(desk, amara);
  const page = await later.newPage();
  await page.clock.install();
  await page.goto("/inbox/all");
  const wait = row(page, "Waits longest").locator(".wait");
  await expect.poll(() => wait.getAttribute("class")).toContain("wait-some");
  await page.clock.fastForward("06:00");
  await expect.poll(() => wait.getAttribute("class")).toContain("wait-half");
  await expect.poll(() => wait.locator(".sr").textContent()).toMatch(/waits 6 minutes, target 10/);
  await page.clock.fastForward("05:00");
  await expect.poll(() => wait.getAttribute("class")).toContain("wait-late");
  const { data } = await desk.api("GET", "chats?limit=1");
  await desk.api("POST", "messages", { chat: data[0].id, text: "Here it is.", agent: amara.id });
  await expect.poll(() => wait.getAttribute("class")).toContain("wait-none");
});

test("who waits longest is first, whoever came first, and who has an answer goes below", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  /**
   * Resolves when the next whole second begins, since customers' waits are counted in whole
   * seconds.
   */
  const nextSecond = async () => {
    const second = () => Math.floor(Date.now() / 1000);
    const now = second();
    await expect.poll(second).toBeGreaterThan(now);
  };
  const answers = (id: number) =>
    amara.call("POST", `/chats/${id}/messages`, { text: "Here you are." });
  const first = await desk.chat({ name: "Came first" });
  await nextSecond();
  const second = await desk.chat({ name: "Came second" });
  await nextSecond();
  await desk.chat({ name: "Came third" });
  await answers(first.id);
  await nextSecond();
  await desk.says(first.id, "And one more question.");
  const page = await t.open(desk, amara, "/inbox/all");
  await expect.poll(() => names(page)).toEqual(["Came second", "Came third", "Came first"]);
  await live(page);
  await answers(second.id);
  await expect.poll(() => names(page)).toEqual(["Came third", "Came first", "Came second"]);
});

test("many chats are closed at once, and undo brings each back as it was", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const chats: Chat[] = [];
  for (let n = 0; n < 5; n++) chats.push(await desk.chat({ name: `Customer ${n}` }));
  await desk.api("PUT", "chats/status", { id: chats[2]?.id, status: "pending" });
  const page = await t.open(desk, amara, "/inbox/all", { device: { density: "compact" } });
  await expect.poll(() => rows(page).count()).toBe(5);
  for (const n of [0, 2, 4]) await row(page, `Customer ${n}`).locator(".row-box").click();
  const bar = page.getByRole("toolbar");
  await bar.getByRole("heading", { name: "3 selected" }).waitFor();
  // In a narrow list, what is done most keeps its word.
  const shown = () =>
    bar.locator(".bulk-text").evaluateAll(all => all.map(it => it.clientWidth > 1));
  expect(await shown()).toEqual([true, true, true]);
  await page.setViewportSize({ width: 1024, height: 768 });
  await expect.poll(shown).toEqual([true, false, false]);
  await bar.getByRole("button", { name: "Select none" }).last().click();
  await bar.waitFor({ state: "detached" });
  for (const n of [0, 2, 4]) await row(page, `Customer ${n}`).locator(".row-box").click();
  await bar.getByRole("button", { name: "Close" }).click();
  await toast(page).getByText("3 chats closed").waitFor();
  await expect.poll(() => rows(page).count()).toBe(2);
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => rows(page).count()).toBe(5);
  const statuses = async () =>
    Promise.all(chats.map(async it => (await desk.api("GET", `chats/${it.id}`)).status));
  await expect.poll(statuses).toEqual(["new", "new", "pending", "new", "new"]);
});

test("many chats get an assignee, a tag and a snooze, and undo takes it back", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const ben = await desk.agent("Ben Okafor", "agent");
  const chats: Chat[] = [];
  for (let n = 0; n < 3; n++) chats.push(await desk.chat({ name: `Customer ${n}` }));
  const page = await t.open(desk, amara, "/inbox/all");
  await expect.poll(() => rows(page).count()).toBe(3);
  await rows(page).first().locator(".row-name").focus();
  await page.keyboard.press("Control+a");
  const bar = page.getByRole("toolbar");
  await bar.getByRole("heading", { name: "3 selected" }).waitFor();
  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("option", { name: "Ben Okafor" }).click();
  const all = async (of: (chat: Record<string, unknown>) => unknown) =>
    Promise.all(chats.map(async it => of(await desk.api("GET", `chats/${it.id}`))));
  const assignees = () => all(it => (it["assignee"] as { id: number } | null)?.id);
  await expect.poll(assignees).toEqual([ben.id, ben.id, ben.id]);
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(assignees).toEqual([undefined, undefined, undefined]);
  await toast(page).waitFor({ state: "detached" });
  await page.keyboard.press("Control+a");
  await bar.getByRole("button", { name: "Tags" }).click();
  await page.keyboard.type("wave");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".row .chip-tag", { hasText: "wave" }).count()).toBe(3);
  await toast(page).getByText("3 chats tagged · wave").waitFor();
  await bar.getByRole("button", { name: "Snooze" }).click();
  await page.getByRole("option", { name: "Tomorrow" }).click();
  await expect.poll(() => all(it => it["snoozedUntil"] !== null)).toEqual([true, true, true]);
  await expect.poll(() => count(page, "Snoozed").textContent()).toBe("3");
  await toast(page).getByText("3 chats snoozed").waitFor();
  await page.keyboard.press("z");
  await expect.poll(() => all(it => it["snoozedUntil"] !== null)).toEqual([false, false, false]);
  await expect.poll(() => count(page, "Snoozed").textContent()).toBe("0");
  await expect.poll(() => rows(page).count()).toBe(3);
});

test("all chats of a view are selected, also those that are not loaded, and undo takes all back", async t => {
  const desk = t.desk();
  desk.run("seed", "--chats", "230", "--messages-per-chat", "1");
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/everything");
  await rows(page).first().locator(".row-name").focus();
  await page.keyboard.press("Control+a");
  const bar = page.getByRole("toolbar");
  await bar.getByRole("heading", { name: "50 selected" }).waitFor();
  await page.getByRole("button", { name: "Select all 230" }).click();
  await bar.getByRole("heading", { name: "230 selected" }).waitFor();
  const open = (await count(page, "All open").textContent()) ?? "";
  expect(Number(open)).toBeGreaterThan(0);
  expect(await count(page, "Mine").textContent()).toBe("0");
  await bar.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("option", { name: "Amara Diallo" }).click();
  await toast(page).getByText("230 chats assigned").waitFor();
  // It stays for as long as the pointer is on it.
  await toast(page).hover();
  await expect.poll(() => count(page, "Mine").textContent()).toBe(open);
  await toast(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => count(page, "Mine").textContent()).toBe("0");
});

test("the order by the end is offered where closed chats are, and stays there", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Closed one" });
  await desk.chat({ name: "Open one" });
  await desk.api("PUT", "chats/status", { id, status: "closed" });
  const page = await t.open(desk, amara, "/inbox/everything");
  const sorter = page.locator(".sorter");
  await sorter.click();
  await page.getByRole("option", { name: "Last closed" }).click();
  await expect.poll(() => names(page)).toEqual(["Closed one", "Open one"]);
  await page.locator(".nav-entry[data-rail='All open']").click();
  await expect.poll(() => names(page)).toEqual(["Open one"]);
  await sorter.click();
  await page.getByRole("option", { name: "Newest chat" }).waitFor();
  expect(await page.getByRole("option", { name: "Last closed" }).count()).toBe(0);
});

test("a list of thousands is read at any depth, and jumps nowhere", async t => {
  const desk = t.desk();
  desk.run("seed", "--chats", "2000", "--messages-per-chat", "1");
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/everything");
  await rows(page).first().waitFor();
  const list = page.locator(".rows");
  const at = page.locator(".row-place");
  await expect.poll(() => at.first().getAttribute("aria-setsize")).toBe("2000");
  await list.evaluate(it => it.scrollTo(0, 1500 * 72));
  await page.locator("[aria-posinset='1503'] .row").waitFor();
  expect(await at.count()).toBeLessThan(60);
  const there = await page.locator("[aria-posinset='1503'] .row").getAttribute("data-chat");
  await page.locator("[aria-posinset='1503'] .row-name").click();
  await page.locator(".messages article").first().waitFor();
  expect(page.url()).toContain(`/everything/${there}`);
  await page.locator("[aria-posinset='1503'] .row-open").waitFor();
  // A link to a chat far down shows the list around it.
  await page.goto(`/inbox/everything/${there}`);
  await page.locator(`[data-chat='${there}']`).waitFor();
});

test("a view has a URL, back works, and views by department, tag and status are lists", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const department = desk.run<{ id: number }>("department", "add", "--name", "Returns").id;
  await desk.chat({ name: "In returns", department });
  await desk.chat({ name: "A tagged one", customer: { tags: [{ name: "vip" }] } });
  const { id } = await desk.chat({ name: "A pending one" });
  await desk.api("PUT", "chats/status", { id, status: "pending" });
  const page = await t.open(desk, amara, `/inbox/d-${department}`);
  const only = async (name: string) => {
    await expect.poll(() => names(page)).toEqual([name]);
  };
  await only("In returns");
  await page.goto("/inbox/t-vip");
  await only("A tagged one");
  await page.goto("/inbox/s-pending");
  await only("A pending one");
  await open(page, "A pending one");
  await page.locator(".nav-entry", { hasText: "Returns" }).click();
  await only("In returns");
  await page.goBack();
  await page.waitForURL(`**/inbox/s-pending/${id}`);
  await page.locator(".thread-who", { hasText: "A pending one" }).waitFor();
  await page.goBack();
  await page.waitForURL("**/inbox/s-pending");
  await page.goForward();
  await page.locator(".thread-who", { hasText: "A pending one" }).waitFor();
  // What nobody is there for says so.
  await page.goto("/inbox/nowhere/at/all");
  await page.getByRole("heading", { name: "This page does not exist" }).waitFor();
});

test("a saved view is made, counted, changed and deleted", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.chat({ name: "Marta Nowak", customer: { tags: [{ name: "vip" }] } });
  await desk.chat({ name: "Jonas Weber" });
  const closed = await desk.chat({
    name: "Ingrid Sørensen",
    customer: { tags: [{ name: "vip" }] },
  });
  await desk.api("PUT", "chats/status", { id: closed.id, status: "closed" });
  const page = await t.open(desk, amara, "/inbox/settings/views/new");
  await page.getByLabel("Name").fill("Important");
  await page.getByLabel("Tag of the customer").fill("vip");
  await page.getByRole("button", { name: "Add the view" }).click();
  await page.waitForURL("**/settings/views");
  const entry = page.locator(".nav-entry[data-rail='Important']");
  await expect.poll(() => entry.locator(".nav-count").textContent()).toBe("1");
  await entry.click();
  await expect.poll(() => names(page)).toEqual(["Marta Nowak"]);
  const edit = async (name: string) => {
    await page.goto("/inbox/settings/views");
    await page.locator("#main").getByRole("link", { name, exact: true }).click();
  };
  await edit("Important");
  await page.getByLabel("Name", { exact: true }).fill("All important ones");
  await page.getByText("All, also closed, snoozed and blocked ones").click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await entry.waitFor({ state: "detached" });
  const changed = page.locator(".nav-entry[data-rail='All important ones']");
  await expect.poll(() => changed.locator(".nav-count").textContent()).toBe("2");
  await changed.click();
  await expect
    .poll(async () => (await names(page)).sort())
    .toEqual(["Ingrid Sørensen", "Marta Nowak"]);
  await edit("All important ones");
  const all = page.getByLabel("All, also closed, snoozed and blocked ones");
  await expect.poll(() => all.isChecked()).toBe(true);
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await changed.waitFor({ state: "detached" });
});

test("drafts are never lost, and the list shows them", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const ben = await desk.agent("Ben Okafor");
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await desk.chat({ name: "Jonas Weber" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await field(page).fill("I just called the carr");
  await row(page, "Marta Nowak").locator(".row-draft").waitFor();
  await row(page, "I just called the carr").waitFor();
  await open(page, "Jonas Weber");
  expect(await field(page).inputValue()).toBe("");
  await page.reload();
  await open(page, "Marta Nowak");
  expect(await field(page).inputValue()).toBe("I just called the carr");
  // On another device it is there too, and a colleague sees that there is one.
  await expect.poll(() => count(page, "Drafts").textContent()).toBe("1");
  const phone = await t.open(desk, amara, `/inbox/all/${id}`);
  await expect.poll(() => field(phone).inputValue()).toBe("I just called the carr");
  const other = await t.open(desk, ben, "/inbox/all");
  await row(other, "Marta Nowak").getByText("a colleague writes").waitFor();
  expect(await other.content()).not.toContain("I just called");
  // What was sent is no draft any more, even before the server has heard that it is none.
  await page.route("**/app/v1/chats/*/draft", route => route.abort());
  await reply(page, "I just called the carrier.");
  await row(page, "You:I just called the carrier.").waitFor();
  expect(await page.locator(".row-draft").count()).toBe(0);
});
