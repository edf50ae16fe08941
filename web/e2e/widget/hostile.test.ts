// What strangers send: markup, bidi controls and long texts in every place, messages from other windows, forged
// identities. Texts stay texts, and nobody becomes somebody else.

import { createHmac } from "node:crypto";
import { bubble } from "../harness/inbox.ts";
import { picture } from "../harness/picture.ts";
import { expect, type Json, test } from "../harness/test.ts";
import { answers, field, newest, sent, staff, theirs, visit } from "./visitor.ts";

const MARKUP =
  "<img src=x onerror=\"thrown.push('x')\"><script>thrown.push(1)</script> [x](javascript:alert(1)) \u202Egnp.exe";
const EVENT = `<script>thrown.push(2)</script> \u202Edekcart`;

/**
 * The texts with a bidi control that could reverse neighbouring texts: texts that share a block
 * with other texts and are not isolated.
 */
const loose = () => {
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent ?? "";
    let up = texts.currentNode.parentElement;
    if (!text.includes("\u202E") || !up?.checkVisibility()) continue;
    const isOpen = (it: Element) => {
      const { display, unicodeBidi } = getComputedStyle(it);
      return /^(inline|contents)$/.test(display) && !/isolate|plaintext/.test(unicodeBidi);
    };
    while (up && isOpen(up)) up = up.parentElement;
    const isAlone = up?.textContent === text;
    if (up && !isAlone && !/isolate|plaintext/.test(getComputedStyle(up).unicodeBidi))
      found.push(`${up.localName}.${up.className}: ${text}`);
  }
  return found;
};

test("markup and bidi controls in texts, names, titles and events are text on both pages", async t => {
  const desk = t.desk();
  const agent = await staff(desk, { title: MARKUP.slice(0, 60), greeting: MARKUP });
  const it = await visit(t, desk);
  await it.page.evaluate(text => {
    document.title = text;
    history.pushState(null, "", `?${encodeURIComponent(text)}`);
  }, MARKUP);
  const frame = await it.open();
  await it.does("updateUser", { name: MARKUP, custom_data: { note: MARKUP, [MARKUP]: "x" } });
  await it.does("trackEvent", EVENT, { said: MARKUP });
  await it.writes(MARKUP);
  await answers(desk, agent.id, MARKUP);
  await theirs(frame, "gnp.exe").last().waitFor();
  const alien = ".window img, .window script, .window a[href^=javascript]";
  expect(await frame.locator(alien).count()).toBe(0);
  expect(await frame.evaluate(loose)).toEqual([]);
  const { id, customer } = await newest(desk);
  expect((await desk.api("GET", `customers/${customer.id}`)).name).toContain(MARKUP.slice(0, 60));
  const events = () => agent.call("GET", `/customers/${customer.id}/events`);
  await expect.poll(async () => (await events()).data.length).toBe(1);
  const inbox = await t.open(desk, agent, `/inbox/all/${id}`);
  await bubble(inbox, "gnp.exe").first().waitFor();
  await inbox.locator(".timeline code", { hasText: EVENT }).waitFor();
  await inbox.locator(".panel", { hasText: "thrown.push(1)" }).waitFor();
  const made = ".messages img, .messages script, .panel script, img[src=x], [href^=javascript]";
  expect(await inbox.locator(made).count()).toBe(0);
  expect(await inbox.evaluate(loose)).toEqual([]);
  expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
});

test.once(
  "what has 64 kB is held back by the composer, and cut where the site sends it",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const it = await visit(t, desk);
    await it.page.evaluate(() => {
      document.title = "t".repeat(65_536);
      history.pushState(null, "", `?${"u".repeat(65_536)}`);
    });
    const frame = await it.open();
    await field(frame).fill("x".repeat(65_536));
    await frame.locator(".composer .fault").waitFor();
    await field(frame).press("Enter");
    expect(await frame.locator(".mine").count()).toBe(0);
    await field(frame).fill("");
    await it.call("sendUserMessage", "y".repeat(65_536));
    await expect.poll(() => sent(frame).count()).toBe(1);
    const [message] = (await desk.messages((await newest(desk)).id)).filter(
      (it: Json) => it.from === "customer",
    );
    expect(message.text.length).toBe(4096);
    await it.call("updateUser", {
      name: "z".repeat(65_536),
      custom_data: { big: "z".repeat(65_536) },
    });
    await it.call("trackEvent", "e".repeat(65_536), { big: "e".repeat(65_536) });
    await frame.locator(".composer button[aria-label='Attach a file']").click();
    await frame.locator("input[type=file]").setInputFiles({
      name: `${"f".repeat(65_536)}.png`,
      mimeType: "image/png",
      buffer: picture(8, 8),
    });
    await frame.locator(".attached .fault, .attached .size").first().waitFor();
    await frame.locator(".attached .quiet").click();
    await it.writes("Still here");
    // Of the address the server has what it takes of one.
    const { customer } = await newest(desk);
    expect((await desk.api("GET", `customers/${customer.id}`)).lastPage).toMatch(
      /^http:\/\/localhost:\d+\/p\d+\?u{1990,2030}$/,
    );
  },
);

test.once("only the loader's hello is heard, and only the first", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Mine");
  const token = (await it.kept()).t;
  await it.page.evaluate(() => {
    const other = document.createElement("iframe");
    other.srcdoc = `<script>
      const all = [{ deskbell: 1 }, { deskbell: 1, app: "1", kept: { t: "x" } }, "x", null, ["event", "onReady", {}]];
      for (const it of all) for (let n = 0; n < parent.frames.length; n++) {
        parent.frames[n].postMessage(it, "*");
        parent.frames[n].postMessage(it, "*", [new MessageChannel().port2]);
      }
      for (const it of all) parent.postMessage(it, "*");
    </script>`;
    document.body.append(other);
    for (const it of [{ deskbell: 1, app: "9", kept: {} }, "x", null])
      window.frames[0]?.postMessage(it, "*", [new MessageChannel().port2]);
    return new Promise(then => other.addEventListener("load", () => setTimeout(then)));
  });
  await it.writes("Still mine");
  expect(await frame.locator(".mine").count()).toBe(2);
  expect((await it.kept()).t).toBe(token);
});

test("a forged identity is nobody, a proved one is the same on every device", async t => {
  const desk = t.desk();
  const agent = await staff(desk);
  const path = `/applications/${desk.application}/secret`;
  const { secret } = await agent.call("POST", path);
  const proof = (id: string) => createHmac("sha256", secret).update(id).digest("hex");
  const jwt = (claims: object) => {
    const part = (it: object) => Buffer.from(JSON.stringify(it)).toString("base64url");
    const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };
  const hour = Math.floor(Date.now() / 1000) + 3600;
  const it = await visit(t, desk);
  await it.open();
  await it.writes("Before I was known");
  await it.does("updateUser", { user_id: "42", name: "Ann", signature: proof("42") });
  await it.writes("Now I am");
  const device = await visit(t, desk);
  const second = await device.open();
  await device.does("updateUser", { user_id: "42", security_hash: proof("42") });
  await second.locator(".mine", { hasText: "Now I am" }).waitFor();
  await second.locator(".mine", { hasText: "Before I was known" }).waitFor();
  await device.writes("From the other device");
  await (await it.frame()).locator(".mine", { hasText: "From the other device" }).waitFor();
  const third = await visit(t, desk);
  const token = await third.open();
  await third.does("updateUser", { token: jwt({ sub: "42", exp: hour }) });
  await token.locator(".mine", { hasText: "From the other device" }).waitFor();
  for (const user of [
    { user_id: "42" },
    { token: jwt({ sub: "42", exp: hour - 7200 }) },
    { token: jwt({ sub: "42" }) },
    { user_id: "42", signature: proof("43") },
    { user_id: "42", token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiJ9." },
  ]) {
    const forger = await visit(t, desk);
    const frame = await forger.open();
    await forger.does("updateUser", user);
    await expect.poll(() => forger.said.some(line => line.includes("claim"))).toBe(true);
    expect(await frame.locator(".mine").count()).toBe(0);
  }
  await device.call("logOut");
  await expect.poll(() => second.locator(".mine").count()).toBe(0);
  await expect.poll(() => device.kept()).toBeNull();
});
