// The shop of the demonstration: it works under its own policy, and each of its buttons does something.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { run, Server } from "../harness/server.ts";
import { OUT } from "../harness/settings.ts";
import { Desk, expect, test } from "../harness/test.ts";
import { ownSite, staff, tab } from "./visitor.ts";

const PAGE = readFileSync(new URL("../../../docs/widget-js.md", import.meta.url), "utf8");
/** The methods in the tables of the documentation, including methods without an effect. */
const METHODS = [/## Methods.*?## Events/s, /^.* warn in the console and do nothing/m]
  .flatMap(part => [...(part.exec(PAGE)?.[0] ?? "").matchAll(/^\| (`.*?) \|/gm)])
  .flatMap(([, names = ""]) => [...names.matchAll(/`(\w+)/g)])
  .map(([, name]) => name)
  .sort();

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "deskbell-shop-"));
  mkdirSync(join(folder, "deskbell-demo"));
  // A few chats in the place of the many that it would make.
  const database = `sqlite:${join(folder, "deskbell-demo", "deskbell.db")}`;
  run(database, "seed", "--chats", "5");
  const log = `${OUT}demo.log`;
  server = await Server.start({ database, files: join(folder, "files"), log, demo: folder });
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The organization of the demo server. */
function demo(): Desk {
  const [org] = run<{ domain: string }[]>(server.address.database, "org", "list");
  return Desk.of(server.address, org?.domain ?? "");
}

test.once("the printed link signs in to the inbox, and that of an earlier run says so", async t => {
  const desk = demo();
  const site = await ownSite();
  const page = await tab(t, desk);
  const click = async (link: string) => {
    await page.goto(site.page({ snippet: `<a href="${link}">The inbox</a>` }));
    await page.getByRole("link", { name: "The inbox" }).click();
  };
  const link = String(server.welcome);
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/demo\/inbox#./);
  await click(`${link}x`);
  await page.getByText("This link is of an earlier run").waitFor();
  expect(page.url()).not.toContain("#");
  await click(link);
  await page.waitForURL("**/inbox/all");
  await page.getByRole("heading", { name: "All open" }).waitFor();
  await page.locator(".nav-live-on").waitFor({ state: "attached" });
});

test.once(
  "the shop shows the widget, follows its pages, and its methods and events work",
  async t => {
    const desk = demo();
    const agent = await staff(desk);
    const rule = await agent.call("POST", "/rules", {
      name: "Lamp",
      message: "Questions about Mono?",
      pages: ["nowhere"],
      enabled: true,
    });
    const page = await tab(t, desk);
    const complaints: string[] = [];
    const warnings: string[] = [];
    page.on("console", line => {
      if (line.type() === "error") complaints.push(line.text());
      if (line.type() === "warning") warnings.push(line.text());
    });
    await page.goto("/demo");
    const events = page.locator("#events li");
    const hears = (name: string) => events.filter({ hasText: name }).first().waitFor();
    await hears("onReady");
    const call = async (name: string, args?: string) => {
      if (args !== undefined) await page.locator(`#of-${name}`).fill(args);
      await page.getByRole("button", { name: `Call ${name}`, exact: true }).click();
    };
    expect((await page.locator("#methods label").allTextContents()).sort()).toEqual(METHODS);
    const found = () => page.frames().find(it => it.url().includes("/widget/frame"));
    await expect.poll(found).toBeTruthy();
    const frame = found() ?? page.mainFrame();
    await page.locator("#ask").click();
    await hears("onChatOpen");
    await call("typeUserMessage");
    await expect
      .poll(() => frame.locator(".composer textarea").inputValue())
      .toContain("I would like to ask");
    const posted = page.waitForResponse(it => it.url().endsWith("/widget/v1/messages"));
    await call("sendUserMessage");
    const { chatId: chat } = await (await posted).json();
    await hears("onCustomerMessage");
    await frame.locator(".mine:not(.waiting)", { hasText: "Does Mono come in blue?" }).waitFor();
    for (const name of ["updateUser", "userAuth", "updateUserData", "trackEvent"]) await call(name);
    await call("setLocalization");
    await frame.locator("html[lang=de], [lang=de]").first().waitFor({ state: "attached" });
    await call("setPhraseList");
    await frame.locator("html[lang=en], [lang=en]").first().waitFor({ state: "attached" });
    await call("setChatButtonOffset");
    await call("muteNotificationSound");
    for (const name of ["setOperatingHours", "openKBArticle", "setMediaCSS"]) {
      await call(name);
      await expect.poll(() => warnings).toContain(`[chat] ${name} does nothing here`);
    }
    await call("sendProactiveChatAutoMessage", '"none"');
    await expect.poll(() => warnings).toContain("[chat] There is no proactive message none");
    await call("closeChat");
    await hears("onChatClose");
    await call("sendProactiveChatAutoMessage", `${rule.id}`);
    await hears("onProactiveMessage");
    await desk.api("POST", "messages", { chat, agent: agent.id, text: "It does." });
    for (const name of ["onAgentMessage", "onNewUnreadMessages", "onNewUnreadChat"])
      await hears(name);
    await hears("onUnreadCountChanged");
    await call("hideChatWidget");
    await call("showChatWidget");
    await call("openChat", "not JSON");
    await page.getByText("Arguments are JSON, such as").waitFor();
    await call("openChat", "");
    await desk.api("PUT", "chats/status", { id: chat, status: "closed" });
    await frame.locator(".faces label").last().click();
    await frame.locator(".rating .primary").click();
    await hears("onRated");
    await page.locator("header a", { hasText: "Repairs" }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/demo/repairs");
    await call("logOut");
    await expect.poll(() => frame.locator(".mine").count()).toBe(0);
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
    expect(complaints).toEqual([]);
  },
);
