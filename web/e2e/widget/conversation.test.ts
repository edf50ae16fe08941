// A visitor and an agent, each in a browser of their own: what one does, the other sees.

import { bubble, live, field as reply, row, typesUntil, uploaded } from "../harness/inbox.ts";
import { picture } from "../harness/picture.ts";
import { expect, type Json, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import {
  answers,
  closes,
  field,
  follow,
  newest,
  ownSite,
  sent,
  staff,
  theirs,
  visit,
  waiting,
} from "./visitor.ts";

test("a visitor writes, an agent answers, and both see who types and what was read", async t => {
  const desk = t.desk();
  const amara = await staff(desk);
  const inbox = await t.open(desk, amara, "/inbox/all");
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Does the green one fit under a shelf?");
  await row(inbox, "Does the green one fit under a shelf?").waitFor();
  await frame.locator(".meta", { hasText: "Sent" }).waitFor();
  await inbox.goto(`/inbox/all/${(await newest(desk)).id}`);
  await bubble(inbox, "Does the green one fit under a shelf?").waitFor();
  await frame.locator(".meta", { hasText: "Seen" }).waitFor();
  await live(inbox);
  await typesUntil(field(frame), () => inbox.locator(".typing").isVisible());
  await typesUntil(reply(inbox), () => frame.locator(".typing").isVisible());
  await reply(inbox).fill("Just about: Mono is **44 cm** high.");
  await reply(inbox).press("Control+Enter");
  await theirs(frame, "Just about: Mono is 44 cm high.").locator("strong").waitFor();
  await expect.poll(() => frame.locator(".typing").count()).toBe(0);
  await inbox.locator(".group-agent", { hasText: "Seen" }).waitFor();
  expect(await frame.locator("header h1").textContent()).toBe("Mireille Okafor");
});

test.once("a visitor has several chats, each with its own history and draft", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("About the lamp");
  const first = (await newest(desk)).id;
  for (let n = 0; n < 60; n += 1)
    await desk.api("POST", "messages", { chat: first, agent: id, text: `Line ${n}` });
  await field(frame).fill("A draft of the first");
  await frame.locator("header button[aria-label='More']").click();
  await frame.locator(".menu button", { hasText: "Start a new chat" }).click();
  await expect.poll(() => frame.locator(".mine").count()).toBe(0);
  await field(frame).fill("About the cord");
  await field(frame).press("Enter");
  await frame.locator(".mine:not(.waiting)", { hasText: "About the cord" }).waitFor();
  expect((await newest(desk)).id).not.toBe(first);
  await frame.locator("header button[aria-label='Back to your chats']").click();
  await expect.poll(() => frame.locator(".row").count()).toBe(2);
  await frame.locator(".row", { hasText: "Line 59" }).click();
  await theirs(frame, "Line 59").waitFor();
  await expect.poll(() => field(frame).inputValue()).toBe("A draft of the first");
  await expect
    .poll(async () => {
      await frame.evaluate(() => document.querySelector(".scroll")?.scrollTo({ top: 0 }));
      return frame.locator(".mine", { hasText: "About the lamp" }).count();
    })
    .toBe(1);
});

test.once("emoji go where the cursor is", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await field(frame).fill("so!");
  await field(frame).press("ArrowLeft");
  await frame.locator("button[aria-label='Emoji']").click();
  await frame.locator(".emoji button", { hasText: "🎉" }).click();
  await expect.poll(() => field(frame).inputValue()).toBe("so🎉!");
  await frame.locator(".emoji button").first().press("Escape");
  await expect.poll(() => frame.locator(".emoji").count()).toBe(0);
  expect(await it.count("onChatClose")).toBe(0);
});

test.once("the form asks before the first message, and what is known is not asked", async t => {
  const desk = t.desk();
  const fields = [
    { name: "name", required: true },
    { name: "email", required: true },
  ];
  await staff(desk, { preChat: { enabled: true, text: "Who are you?", fields } });
  const it = await visit(t, desk);
  const frame = await it.open();
  await frame.getByText("Who are you?").waitFor();
  await frame.locator(".primary").click();
  await expect.poll(() => frame.locator(".fault").count()).toBe(2);
  await frame.locator("#f-name").fill("Ann");
  await frame.locator("#f-email").fill("ann@example");
  await frame.locator(".primary").click();
  await frame.getByText("Add the ending, such as .com").waitFor();
  await frame.locator("#f-email").fill("ann@example.com");
  await frame.locator("#f-email").press("Enter");
  expect((await it.heard("onPreChatFormSubmit")).userData).toEqual({
    name: "Ann",
    email: "ann@example.com",
    phone: "",
    company: "",
  });
  await it.writes("Hello");
  const { customer } = await newest(desk);
  expect(await desk.api("GET", `customers/${customer.id}`)).toMatchObject({
    name: "Ann",
    email: "ann@example.com",
  });
  await it.moves();
  await it.call("openChat");
  const again = await it.frame();
  await again.locator("header button[aria-label='Back to your chats']").click();
  await again.locator(".list > .primary").click();
  await field(again).waitFor();
});

test.once("while nobody is there a message is left, in the visitor's own time", async t => {
  const desk = t.desk();
  const fields = ["name", "email"].map(name => ({ name, required: false }));
  const mireille = await staff(desk, { offline: { enabled: true, text: "", fields } });
  // Open for one minute a day, twelve hours from now.
  const at = new Date(Date.now() + 12 * 3_600_000);
  const opens = at.getUTCHours() * 60 + at.getUTCMinutes();
  await closes(mireille, opens);
  const it = await visit(t, desk, {}, { timezoneId: "Asia/Tokyo" });
  const frame = await it.open();
  const tokyo = at.toLocaleTimeString("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "Asia/Tokyo",
  });
  await frame.locator("h2", { hasText: tokyo }).waitFor();
  await frame.locator(".lead", { hasText: "in your time" }).waitFor();
  await frame.locator("#f-message").fill("Where is my lamp?");
  await frame.locator(".primary").click();
  // The reply goes there, also where the site's form does not insist.
  await frame.locator("#e-email", { hasText: "Fill this in" }).waitFor();
  expect(await frame.locator(".fault").count()).toBe(1);
  await frame.locator("#f-email").fill("ann@example.com");
  await frame.locator(".primary").click();
  expect((await it.heard("onOfflineFormSubmit")).userData.email).toBe("ann@example.com");
  await frame.getByText("We have your message and reply by e-mail.").waitFor();
  await it.settles();
  const chat = await newest(desk);
  expect((await desk.messages(chat.id)).map((it: Json) => it.text)).toContain("Where is my lamp?");
});

test("a closed chat is rated, once, with a word if one likes", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Hello?");
  await answers(desk, id, "Done.");
  const chat = await newest(desk);
  await desk.api("PUT", "chats/status", { id: chat.id, status: "closed" });
  await frame.locator(".faces label", { hasText: "perfect" }).click();
  await frame.locator(".rating textarea").fill("Knew the lamp by heart");
  await frame.locator(".rating .primary").click();
  await frame.getByText("Thank you for your rating").waitFor();
  expect(await it.heard("onRated")).toMatchObject({
    rating: "perfect",
    comment: "Knew the lamp by heart",
    cid: chat.id,
  });
  expect((await desk.api("GET", `chats/${chat.id}`)).rating).toBe("perfect");
});

test("what is sent to a dead server survives a reload and arrives once", async t => {
  t.expects(/Failed to fetch|ERR_CONNECTION|net::/, /^5\d\d /);
  const server = await t.server();
  const desk = t.desk(server.address);
  await staff(desk);
  const it = await visit(t, desk);
  let frame = await it.open();
  await it.writes("before");
  await server.kill();
  await field(frame).fill("while nobody is there");
  await field(frame).press("Enter");
  await waiting(frame).waitFor();
  await frame.locator(".banner").waitFor();
  await server.restart();
  await it.page.reload();
  frame = await it.frame();
  await expect.poll(() => sent(frame).count(), { timeout: 40_000 }).toBe(2);
  await it.settles();
  const texts = (await desk.messages((await newest(desk)).id)).map((it: Json) => it.text);
  expect(texts.filter(it => it === "while nobody is there")).toHaveLength(1);
});

test("a dead server is waited for in the open chat, and nothing is sent twice", async t => {
  t.expects(/Failed to fetch|ERR_CONNECTION|net::/, /^5\d\d /);
  const server = await t.server();
  const desk = t.desk(server.address);
  await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("one");
  await server.kill();
  for (const text of ["two", "three"]) {
    await field(frame).fill(text);
    await field(frame).press("Enter");
  }
  await expect.poll(() => waiting(frame).count()).toBe(2);
  await server.restart();
  await expect.poll(() => sent(frame).count(), { timeout: 40_000 }).toBe(3);
  await it.settles();
  const mine = (await desk.messages((await newest(desk)).id)).filter(
    (it: Json) => it.from === "customer",
  );
  expect(mine.map((it: Json) => it.text)).toEqual(["one", "two", "three"]);
});

test.once("tabs of one visitor are in step, and those who log out leave none behind", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("From the first tab");
  const other = await follow(t, desk, await it.page.context().newPage());
  const second = await other.open();
  await second.locator(".mine", { hasText: "From the first tab" }).waitFor();
  await other.writes("From the second tab");
  await frame.locator(".mine", { hasText: "From the second tab" }).waitFor();
  await answers(desk, id, "Both see this");
  await theirs(frame, "Both see this").waitFor();
  await theirs(second, "Both see this").waitFor();
  await other.call("logOut");
  await expect.poll(() => frame.locator(".mine").count()).toBe(0);
  await expect.poll(() => it.kept()).toBeNull();
});

test.once("sound, and the draft, are kept for the next page", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk);
  let frame = await it.open();
  await it.writes("Hello");
  await frame.locator("header button[aria-label='More']").click();
  await frame.locator(".menu button", { hasText: "Turn the sound off" }).click();
  await field(frame).fill("It broke in the post");
  await expect
    .poll(async () => Object.values((await it.kept()).d ?? {}))
    .toContain("It broke in the post");
  await it.moves({ snippet: settings(desk) });
  frame = await it.frame();
  await expect.poll(() => field(frame).inputValue()).toBe("It broke in the post");
  await frame.locator("header button[aria-label='More']").click();
  await frame.locator(".menu button", { hasText: "Turn the sound on" }).waitFor();
  expect((await ownSite()).url).toContain("localhost");
});

test("files go both ways, whatever they are called", async t => {
  const desk = t.desk();
  const agent = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  const name = '<img src=x onerror="thrown.push(1)">\u202Egnp.exe';
  await frame.locator(".composer button[aria-label='Attach a file']").click();
  await frame.locator("input[type=file]").setInputFiles([
    { name: "broken.png", mimeType: "image/png", buffer: picture(64, 48) },
    { name: `${name}.html`, mimeType: "text/html", buffer: Buffer.from("<script>x()</script>") },
  ]);
  await expect.poll(() => frame.locator(".attached .size").count()).toBe(2);
  await it.writes("It broke");
  await frame.locator(".mine .picture img").waitFor();
  await frame.locator(".mine .file", { hasText: "onerror" }).waitFor();
  expect(await frame.locator(".window img[src=x], .window script").count()).toBe(0);
  const chat = (await newest(desk)).id;
  const inbox = await t.open(desk, agent, `/inbox/all/${chat}`);
  await bubble(inbox, "It broke").waitFor();
  await inbox.locator(".messages img[alt='broken.png']").waitFor();
  await inbox.locator(".composer input[type=file]").setInputFiles({
    name: "invoice.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.4\n"),
  });
  await uploaded(inbox, "invoice.pdf").waitFor();
  await reply(inbox).fill("Here you are");
  await reply(inbox).press("Control+Enter");
  const link = frame.locator(".theirs .file", { hasText: "invoice.pdf" });
  await link.waitFor();
  const answer = await fetch(new URL((await link.getAttribute("href")) ?? "", desk.server.url));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toContain("attachment");
  expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
});
