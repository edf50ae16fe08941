// The composer: canned responses, mentions, files, what is sent and how.

import {
  bubble,
  field,
  live,
  open,
  reply,
  row,
  toast,
  uploaded,
  waiting,
} from "../harness/inbox.ts";
import { picture } from "../harness/picture.ts";
import { expect, type Page, test } from "../harness/test.ts";

const PICTURE = picture(240, 120);

/** Dispatches a paste or drop event with a file. */
async function give(
  page: Page,
  event: "paste" | "drop",
  name: string,
  bytes: Buffer,
  type: string,
) {
  const data = await page.evaluateHandle(
    ([text, name, type]) => {
      const bytes = Uint8Array.from(atob(text ?? ""), it => it.charCodeAt(0));
      const all = new DataTransfer();
      all.items.add(new File([bytes], name ?? "", { type: type ?? "" }));
      return all;
    },
    [bytes.toString("base64"), name, type],
  );
  if (event === "drop") {
    await page.dispatchEvent(".composer", "dragover", { dataTransfer: data });
    await page.locator(".drop").waitFor();
    await page.dispatchEvent(".composer", "drop", { dataTransfer: data });
  } else {
    await field(page).evaluate(
      (area, clipboardData) =>
        area.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        ),
      data,
    );
  }
}

test("a send shows at once, with its state, and the composer is free", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await live(page);
  let release = () => {};
  const gate = new Promise<void>(done => {
    release = done;
  });
  await page.route(`**/app/v1/chats/${id}/messages`, async route => {
    await gate;
    await route.continue();
  });
  await reply(page, "First.");
  await waiting(page).filter({ hasText: "First." }).waitFor();
  expect(await field(page).inputValue()).toBe("");
  await reply(page, "Second.");
  await waiting(page).filter({ hasText: "Second." }).waitFor();
  expect(await desk.replies(id)).toEqual([]);
  release();
  await expect.poll(() => desk.replies(id)).toEqual(["First.", "Second."]);
  await expect.poll(() => waiting(page).count()).toBe(0);
  await expect
    .poll(() => page.locator(".group-agent .bubble").allTextContents())
    .toEqual(["First.", "Second."]);
});

test("what the server refuses says why, and can be edited or discarded", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await live(page);
  const errors = [{ code: "text_too_long", message: "text may have 4096 characters" }];
  await page.route(`**/app/v1/chats/${id}/messages`, route =>
    route.fulfill({ status: 400, json: { errors } }),
  );
  await reply(page, "A text that is refused.");
  await page.getByText("Not sent:").waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  await expect.poll(() => field(page).inputValue()).toBe("A text that is refused.");
  await field(page).press("Control+Enter");
  await page.getByText("Not sent:").waitFor();
  await page.unroute(`**/app/v1/chats/${id}/messages`);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => desk.replies(id)).toEqual(["A text that is refused."]);
});

test("a canned response is found by its shortcut and filled with the customer's name", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await amara.call("POST", "/canned", {
    shortcut: "track",
    text: "Hello {{customer.firstName|there}}, {{agent.name}} here about {{chat.id}}.",
    shared: true,
  });
  await amara.call("POST", "/canned", { shortcut: "bye", text: "Good-bye", shared: true });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await field(page).pressSequentially("Well. /tra");
  await page.locator(".popup-item[aria-selected=true]", { hasText: "track" }).waitFor();
  await page
    .locator(".popup", { hasText: `Hello Marta, Amara Diallo here about ${id}.` })
    .waitFor();
  await page.keyboard.press("Enter");
  expect(await field(page).inputValue()).toBe(`Well. Hello Marta, Amara Diallo here about ${id}.`);
  await page.keyboard.press("Control+Enter");
  await expect
    .poll(() => desk.replies(id))
    .toEqual([`Well. Hello Marta, Amara Diallo here about ${id}.`]);
  // Escape leaves what was typed.
  await field(page).pressSequentially("/by");
  await page.locator(".popup").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".popup").waitFor({ state: "detached" });
  expect(await field(page).inputValue()).toBe("/by");
});

test("a note mentions a colleague, and no customer sees it", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.agent("Ben Okafor");
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.getByRole("tab", { name: "Note" }).click();
  await page.getByText("only colleagues see this").waitFor();
  await field(page).pressSequentially("Ask @be");
  await page.locator(".popup [aria-selected=true]", { hasText: "Ben Okafor" }).waitFor();
  await page.keyboard.press("Enter");
  await field(page).pressSequentially("please");
  await page.getByRole("button", { name: "Add note" }).click();
  await page.locator(".note .mention", { hasText: "@Ben Okafor" }).waitFor();
  const notes = async () => (await desk.messages(id)).filter(it => it.type === "private").length;
  await expect.poll(notes).toBe(1);
  expect(await desk.replies(id)).toEqual([]);
});

test("send and close, and send and snooze, do both", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const first = await desk.chat({ name: "Marta Nowak" });
  const second = await desk.chat({ name: "Jonas Weber" });
  const page = await t.open(desk, amara, "/inbox/all");
  await open(page, "Marta Nowak");
  await field(page).fill("Done.");
  await page.getByRole("button", { name: "More ways to send" }).click();
  await page.getByRole("option", { name: "Send and close" }).click();
  await expect.poll(async () => (await desk.api("GET", `chats/${first.id}`)).status).toBe("closed");
  await page.locator(".thread-who", { hasText: "Jonas Weber" }).waitFor();
  await bubble(page, "Is my lamp").waitFor();
  await field(page).fill("Tomorrow.");
  await page.getByRole("button", { name: "More ways to send" }).click();
  await page.getByRole("option", { name: "Send and snooze until tomorrow" }).click();
  await expect
    .poll(async () => (await desk.api("GET", `chats/${second.id}`)).snoozedUntil)
    .not.toBeNull();
  expect(await desk.replies(first.id)).toEqual(["Done."]);
  expect(await desk.replies(second.id)).toEqual(["Tomorrow."]);
  await row(page, "Jonas Weber").waitFor({ state: "detached" });
});

test("Enter sends where somebody wishes so, and begins a line elsewhere", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await field(page).pressSequentially("One\nTwo");
  expect(await field(page).inputValue()).toBe("One\nTwo");
  await page.goto("/inbox/settings/display");
  await page.getByRole("switch", { name: "Enter sends" }).click();
  await page.goto(`/inbox/all/${id}`);
  await expect.poll(() => field(page).inputValue()).toBe("One\nTwo");
  await field(page).press("Enter");
  await expect.poll(() => desk.replies(id)).toEqual(["One\nTwo"]);
});

test("images are pasted and dropped, shown before and after sending, and enlarged", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await give(page, "paste", "pasted.png", PICTURE, "image/png");
  await page.locator(".attached-file img").waitFor();
  await uploaded(page, "pasted.png").waitFor();
  await give(page, "drop", "invoice.pdf", Buffer.from("%PDF-1.4\n%%EOF"), "application/pdf");
  await uploaded(page, "invoice.pdf").waitFor();
  await page.locator(".composer input[type=file]").setInputFiles({
    name: "second.png",
    mimeType: "image/png",
    buffer: PICTURE,
  });
  await uploaded(page, "second.png").waitFor();
  await page.getByRole("button", { name: "Remove second.png" }).click();
  await page.locator(".attached-file", { hasText: "second.png" }).waitFor({ state: "detached" });
  // What was attached is part of the draft.
  await page.reload();
  await page.locator(".attached-file", { hasText: "invoice.pdf" }).waitFor();
  await reply(page, "Here they are.");
  await bubble(page, "Here they are.").waitFor();
  const picture = page.locator(".picture img");
  await expect.poll(() => picture.evaluate(it => (it as HTMLImageElement).naturalWidth)).toBe(240);
  await page.getByRole("button", { name: "Enlarge pasted.png" }).click();
  await page.getByRole("dialog").locator("img").waitFor();
  await page.keyboard.press("Escape");
  const download = page.waitForEvent("download");
  await page.locator("a.file", { hasText: "invoice.pdf" }).click();
  expect((await download).suggestedFilename()).toBe("invoice.pdf");
});

test("a file that is being sent shows how far it is, and its message waits for it", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  let release = () => {};
  const gate = new Promise<void>(done => {
    release = done;
  });
  await page.route("**/app/v1/files?*", async route => {
    await gate;
    await route.continue();
  });
  await give(page, "drop", "notes.txt", Buffer.from("hello"), "text/plain");
  const progress = page.getByRole("progressbar", { name: "Sending notes.txt" });
  await progress.waitFor();
  await field(page).fill("Here they are.");
  const send = page.locator(".composer .split .button").first();
  await expect.poll(() => send.getAttribute("data-tip")).toBe("A file is still being sent");
  await field(page).press("Control+Enter");
  expect(await field(page).inputValue()).toBe("Here they are.");
  release();
  await uploaded(page, "notes.txt").waitFor();
  expect(await progress.count()).toBe(0);
  await field(page).press("Control+Enter");
  await page.locator(".messages .file", { hasText: "notes.txt" }).waitFor();
  await expect
    .poll(() => desk.replies(id))
    .toEqual([expect.stringMatching(/^Here they are\.\s+\[notes\.txt\]/)]);
});

test("a file that does not arrive says why, and can be tried again", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.route("**/app/v1/files?*", route => route.abort());
  await give(page, "drop", "notes.txt", Buffer.from("hello"), "text/plain");
  await page.locator(".attached-wrong", { hasText: "notes.txt" }).waitFor();
  await page.unroute("**/app/v1/files?*");
  await page.getByRole("button", { name: "Send notes.txt again" }).click();
  await uploaded(page, "notes.txt").waitFor();
  await page.locator(".composer .split .button").first().click();
  await page.locator(".messages .file", { hasText: "notes.txt" }).waitFor();
});

test("an emoji is put at the cursor, and a quote before the text", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await field(page).fill("Hi ");
  await page.getByRole("button", { name: "Emoji" }).click();
  await page.getByRole("button", { name: "👋" }).click();
  await expect.poll(() => field(page).inputValue()).toBe("Hi 👋");
  await field(page).fill("");
  await bubble(page, "Is my lamp").hover();
  await page.getByRole("button", { name: "Quote" }).click();
  await expect.poll(() => field(page).inputValue()).toBe("> Is my lamp on its way?\n");
});

test("snooze understands words, and a snoozed chat comes back by hand", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.getByRole("button", { name: "Snooze", exact: true }).first().click();
  for (const [words, shown] of [
    ["tomorrow 9", "09:00"],
    ["fri 14:30", "14:30"],
    ["in 2 h", ":"],
  ]) {
    await page.getByRole("combobox", { name: "Snooze" }).fill(words ?? "");
    await page.locator(".menu-item .menu-end", { hasText: shown ?? "" }).waitFor();
  }
  await page.getByRole("combobox", { name: "Snooze" }).fill("the day before");
  await page.getByText("A time that is still to come").waitFor();
  await page.getByRole("combobox", { name: "Snooze" }).fill("tomorrow 9");
  await page.keyboard.press("Enter");
  await toast(page).getByText("1 chat snoozed").waitFor();
  const until = new Date();
  until.setDate(until.getDate() + 1);
  until.setHours(9, 0, 0, 0);
  await expect
    .poll(async () => Number((await desk.api("GET", `chats/${id}`)).snoozedUntil))
    .toBe(until.getTime() / 1000);
  await page.goto(`/inbox/snoozed/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.keyboard.press("s");
  await page.getByRole("option", { name: "End the snooze" }).click();
  await expect.poll(async () => (await desk.api("GET", `chats/${id}`)).snoozedUntil).toBeNull();
});
