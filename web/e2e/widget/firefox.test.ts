// The same snippets in Firefox, which shares no code with Chromium.

import { launch } from "puppeteer-core";
import { expect, inject, it } from "vitest";
import { Desk, type Json } from "../harness/test.ts";
import { GENERATIONS, start } from "./site.ts";
import { newest, staff } from "./visitor.ts";

const FIREFOX = process.env["DESKBELL_FIREFOX"] ?? "/usr/bin/firefox-esr";

it("every generation of snippets works in Firefox, with an answer and without an error", async () => {
  const site = await start();
  const browser = await launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
  try {
    for (const [name, snippet] of Object.entries(GENERATIONS)) {
      const desk = Desk.make(inject("servers").sqlite);
      const { id } = await staff(desk);
      const page = await browser.newPage();
      await page.goto(site.page({ snippet: snippet(desk) }));
      const heard = (event: string) =>
        page.waitForFunction(
          event => (window as Json).heard.some((it: Json) => it[0] === event),
          { timeout: 20_000 },
          event,
        );
      const call = (...args: unknown[]) =>
        page.evaluate(all => (window as Json).HelpCrunch(...all), args);
      await heard("onReady");
      await call("OPENCHAT");
      await heard("onChatOpen");
      await expect
        .poll(() => page.frames().some(it => it.url().includes("/widget/frame")))
        .toBe(true);
      const frame = page.frames().find(it => it.url().includes("/widget/frame"));
      const field = await frame?.waitForSelector(".composer textarea");
      await field?.type("Hello from Firefox");
      await field?.press("Enter");
      await frame?.waitForSelector(".mine:not(.waiting)");
      await heard("onCustomerMessage");
      await desk.api("POST", "messages", {
        chat: (await newest(desk)).id,
        agent: id,
        text: "Hello **Firefox**",
      });
      await frame?.waitForSelector(".theirs strong");
      await heard("onAgentMessage");
      await call("updateUser", { name: "Ann" });
      await call("trackEvent", "seen");
      await call("setLocalization", "ar");
      await frame?.waitForSelector("[dir=rtl]");
      for (const method of [
        "hideChatWidget",
        "showChatWidget",
        "muteNotificationSound",
        "showWidget",
      ])
        await call(method);
      await call("closeChat");
      await heard("onChatClose");
      await call("logout");
      await page.waitForFunction(() => localStorage.length === 0);
      expect(await page.evaluate(() => (window as Json).thrown), name).toEqual([]);
      await page.close();
    }
  } finally {
    await browser.close();
    site.close();
  }
}, 120_000);
