// The shop of the demonstration: it works under its own policy, and each of its buttons does something.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { run, Server } from "../harness/server.ts";
import { OUT } from "../harness/settings.ts";
import { Desk, expect, test } from "../harness/test.ts";
import { staff, tab } from "./visitor.ts";

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

test.once(
  "the shop shows the widget, follows its pages, and its methods and events work",
  async t => {
    const [org] = run<{ domain: string }[]>(server.address.database, "org", "list");
    const desk = Desk.of(server.address, org?.domain ?? "");
    await staff(desk);
    const page = await tab(t, desk);
    const complaints: string[] = [];
    page.on("console", line => {
      if (line.type() === "error") complaints.push(line.text());
    });
    await page.goto("/demo");
    const events = page.locator("#events li");
    const hears = (name: string) => events.filter({ hasText: name }).first().waitFor();
    await hears("onReady");
    const call = async (name: string, args?: string) => {
      if (args !== undefined) await page.locator(`#of-${name}`).fill(args);
      await page.getByRole("button", { name: `Call ${name}`, exact: true }).click();
    };
    const found = () => page.frames().find(it => it.url().includes("/widget/frame"));
    await expect.poll(found).toBeTruthy();
    const frame = found() ?? page.mainFrame();
    await page.locator("#ask").click();
    await hears("onChatOpen");
    await call("typeUserMessage");
    await expect
      .poll(() => frame.locator(".composer textarea").inputValue())
      .toContain("I would like to ask");
    await call("sendUserMessage");
    await hears("onCustomerMessage");
    await frame.locator(".mine:not(.waiting)", { hasText: "Does Mono come in blue?" }).waitFor();
    for (const name of ["updateUser", "userAuth", "updateUserData", "trackEvent"]) await call(name);
    await call("setLocalization");
    await frame.locator("html[lang=de], [lang=de]").first().waitFor({ state: "attached" });
    await call("setChatButtonOffset");
    await call("muteNotificationSound");
    await call("sendProactiveChatAutoMessage", '"none"');
    await call("closeChat");
    await hears("onChatClose");
    await call("hideChatWidget");
    await call("showChatWidget");
    await call("openChat", "not JSON");
    await page.getByText("Arguments are JSON, such as").waitFor();
    await call("openChat", "");
    await page.locator("header a", { hasText: "Repairs" }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/demo/repairs");
    await call("logOut");
    await expect.poll(() => frame.locator(".mine").count()).toBe(0);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(complaints).toEqual([]);
  },
);
