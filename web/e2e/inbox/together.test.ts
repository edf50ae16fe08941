// Several at once: colleagues, customers who type, and two who answer the same chat.

import { bubble, count, field, live, open, reply, row, rows, waiting } from "../harness/inbox.ts";
import { expect, test } from "../harness/test.ts";
import { Visitor } from "../harness/visitor.ts";

test("a colleague is seen looking and typing", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const one = await t.open(desk, amara, `/inbox/all/${id}`);
  await live(one);
  const two = await t.open(desk, ben, `/inbox/all/${id}`);
  await live(two);
  await one.locator(".viewers", { hasText: "Ben Okafor" }).waitFor();
  // That somebody types is told now and then, and shown for a few seconds.
  await expect
    .poll(async () => {
      await field(two).pressSequentially("I look it up. ");
      return one.locator(".typing", { hasText: "Ben" }).count();
    })
    .toBe(1);
  await two.goto("/inbox/mine");
  await one.locator(".viewers").waitFor({ state: "detached" });
});

test("a customer who types is seen in the thread and in the list", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const visitor = await Visitor.begin(desk, amara);
  await visitor.says("Is my lamp on its way?");
  await visitor.call("PATCH", "me", { name: "Marta Nowak" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  await live(page);
  const theirs = await t.open(desk, null, "/inbox/sign-in");
  await visitor.connect(theirs);
  await expect
    .poll(async () => {
      await visitor.types(theirs);
      return page.locator(".typing", { hasText: "Marta" }).count();
    })
    .toBe(1);
  await row(page, "typing…").waitFor();
  await page.locator(".composer-to", { hasText: "online now" }).waitFor();
  // Who comes later is told, too, and sees it in the list before the chat is opened.
  await page.goto("/inbox/unassigned");
  await row(page, "Marta Nowak").locator(".avatar-on").waitFor();
  await open(page, "Marta Nowak");
  await page.locator(".composer-to", { hasText: "online now" }).waitFor();
  await visitor.says("I am at home from five.");
  await bubble(page, "I am at home from five.").waitFor();
  await page.locator(".typing").waitFor({ state: "detached" });
});

test("who was overtaken keeps the text, and decides", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const one = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(one, "Is my lamp on its way?").waitFor();
  await live(one);
  // Her page hears of nothing for a while, as on a slow line.
  await one.routeWebSocket(/./, () => {});
  await one.reload();
  await bubble(one, "Is my lamp on its way?").waitFor();
  await field(one).fill("I think so.");
  await ben.call("POST", `/chats/${id}/messages`, { text: "Yes, it left today." });
  await field(one).press("Control+Enter");
  const conflict = one.locator(".conflict");
  await conflict.getByText("Ben replied").waitFor();
  await bubble(one, "Yes, it left today.").waitFor();
  expect(await field(one).inputValue()).toBe("I think so.");
  expect(await desk.replies(id)).toEqual(["Yes, it left today."]);
  await conflict.getByRole("button", { name: "Turn into a note" }).click();
  await one.locator(".composer-note").waitFor();
  await field(one).press("Control+Enter");
  await one.locator(".note", { hasText: "I think so." }).waitFor();
  // Once more, and this time it is sent all the same.
  await field(one).fill("One more thing.");
  await one.getByRole("tab", { name: "Reply" }).click();
  await ben.call("POST", `/chats/${id}/messages`, { text: "Anything else?" });
  await field(one).press("Control+Enter");
  await conflict.getByRole("button", { name: "Send anyway" }).click();
  await bubble(one, "One more thing.").waitFor();
  await expect
    .poll(() => desk.replies(id))
    .toEqual(["Yes, it left today.", "Anything else?", "One more thing."]);
});

test("who is mentioned finds the chat in a view of its own, until it is done", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await desk.chat({ name: "Jonas Weber" });
  const theirs = await t.open(desk, ben, "/inbox/all");
  await live(theirs);
  await expect.poll(() => count(theirs, "Mentions").textContent()).toBe("0");
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp on its way?").waitFor();
  await page.getByRole("tab", { name: "Note" }).click();
  await field(page).pressSequentially("Can you look, @ben");
  await page.locator(".popup").getByText("Ben Okafor").waitFor();
  await page.keyboard.press("Enter");
  // What is typed at once stands behind the name.
  await page.keyboard.type("and call her?");
  expect(await field(page).inputValue()).toBe("Can you look, @[Ben Okafor] and call her?");
  await page.keyboard.press("Control+Enter");
  await expect.poll(() => count(theirs, "Mentions").textContent()).toBe("1");
  await theirs.locator(".nav-entry[data-rail='Mentions']").click();
  await expect.poll(() => rows(theirs).count()).toBe(1);
  await open(theirs, "Marta Nowak");
  const bar = theirs.locator(".mention-bar", { hasText: "Amara mentioned you" });
  await bar.getByRole("button", { name: "Show the note" }).click();
  await theirs.waitForURL(/#m\d+$/);
  await theirs.locator(".note", { hasText: "and call her?" }).waitFor();
  await bar.getByRole("button", { name: "Done" }).click();
  await bar.waitFor({ state: "detached" });
  await expect.poll(() => count(theirs, "Mentions").textContent()).toBe("0");
  expect(await desk.replies(id)).toEqual([]);
});

test("two agents write at once, and both see everything once", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const pages = [
    await t.open(desk, amara, `/inbox/all/${id}`),
    await t.open(desk, ben, `/inbox/all/${id}`),
  ];
  for (const page of pages) {
    await bubble(page, "Is my lamp on its way?").waitFor();
    await live(page);
    await page.getByRole("tab", { name: "Note" }).click();
  }
  const wanted: string[] = [];
  for (let n = 0; n < 6; n++) {
    await Promise.all(
      pages.map(async (page, who) => {
        wanted.push(`note ${who} ${n}`);
        await page.getByRole("tab", { name: "Note" }).click();
        await reply(page, `note ${who} ${n}`);
      }),
    );
  }
  for (const page of pages) {
    await expect.poll(() => page.locator(".note:not(.note-waiting)").count()).toBe(12);
    await expect.poll(() => waiting(page).count()).toBe(0);
    const texts = await page.locator(".note .message-text").allTextContents();
    expect(texts.sort()).toEqual([...wanted].sort());
  }
  const said = (await desk.messages(id)).filter(it => it.type === "private").map(it => it.text);
  expect(said.sort()).toEqual(wanted.sort());
});

test("what a colleague does to a chat is seen where it is open", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await live(page);
  const assignee = page.locator(".thread-head [data-tip^='Assign']");
  await assignee.getByText("Unassigned").waitFor();
  await ben.call("POST", "/chats/act", { ids: [id], set: { assignee: ben.id } });
  await assignee.getByText("Ben").waitFor();
  await ben.call("POST", "/chats/act", { ids: [id], set: { status: "closed" } });
  await page.getByRole("button", { name: "Reopen" }).waitFor();
  await page.locator(".tech", { hasText: "The status was changed" }).waitFor();
});

test("a chat that goes to another department leaves the page of who may not know of it", async t => {
  const desk = t.desk();
  await desk.agent();
  const returns = desk.run<{ id: number }>("department", "add", "--name", "Returns").id;
  const lisa = await desk.agent("Lisa Berg", "agentChatOnly");
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, lisa, `/inbox/unassigned/${id}`);
  await bubble(page, "Is my lamp on its way?").waitFor();
  await live(page);
  const admin = await desk.agent("Ben Okafor");
  await admin.call("POST", "/chats/act", {
    ids: [id],
    set: { department: returns, assignee: admin.id },
  });
  await page.getByRole("heading", { name: "This chat is not here" }).waitFor();
  await row(page, "Marta Nowak").waitFor({ state: "detached" });
});
