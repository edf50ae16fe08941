// The same pages in Firefox: signing in, the list, a chat, a reply, live news.

import puppeteer from "puppeteer-core";
import { expect, PASSWORD, test } from "../harness/test.ts";

test.once(
  "Firefox signs in, reads, answers, hears of news, and reports no breach of the policy",
  async t => {
    const desk = t.desk();
    const amara = await desk.agent();
    const { id } = await desk.chat({ name: "Marta Nowak" });
    const firefox = await puppeteer.launch({
      browser: "firefox",
      executablePath: process.env["DESKBELL_FIREFOX"] ?? "/usr/bin/firefox-esr",
      headless: true,
    });
    try {
      const page = await firefox.newPage();
      const said: string[] = [];
      page.on("console", line => {
        if (line.type() === "error") said.push(line.text());
      });
      page.on("pageerror", error => said.push(String(error)));
      await page.goto(`${desk.server.url}/inbox/all`);
      await page.waitForSelector("input[autocomplete=username]");
      await page.type("input[autocomplete=username]", amara.login);
      await page.type("input[type=password]", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`[data-chat='${id}'] .row-name`);
      await page.click(`[data-chat='${id}'] .row-name`);
      await page.waitForSelector(".bubble-customer");
      await page.keyboard.press("r");
      await page.keyboard.type("It left this morning.");
      await page.keyboard.down("Control");
      await page.keyboard.press("Enter");
      await page.keyboard.up("Control");
      await page.waitForSelector(".bubble-agent:not(.bubble-waiting)");
      await expect.poll(() => desk.replies(id)).toEqual(["It left this morning."]);
      await desk.says(id, "Thank you!");
      await expect
        .poll(() => page.$$eval(".bubble-customer", all => all.map(it => it.textContent)))
        .toContain("Thank you!");
      await page.goto(`${desk.server.url}/inbox/reports`);
      await page.waitForSelector(".report .figure");
      await page.goto(`${desk.server.url}/inbox/settings/agents`);
      await page.waitForSelector("tbody tr");
      expect(said.filter(it => !/Failed to load|NetworkError|401/.test(it))).toEqual([]);
    } finally {
      await firefox.close();
    }
  },
  120_000,
);
