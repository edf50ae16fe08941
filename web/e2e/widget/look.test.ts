// How the widget looks and is used: light, dark, right to left, on a phone, by keyboard, without barriers for those who
// hear it.

import { readFileSync } from "node:fs";
import type { Frame } from "playwright-core";
import { expect, type Json, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import { answers, field, newest, staff, theirs, visit } from "./visitor.ts";

const AXE = readFileSync(
  new URL("../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

/** What axe finds in a frame. */
async function barriers(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate(async () => {
    const { violations } = await (window as Json).axe.run(document, {
      resultTypes: ["violations"],
      rules: {
        "landmark-one-main": { enabled: false },
        region: { enabled: false },
        "page-has-heading-one": { enabled: false },
      },
    });
    return violations.flatMap((it: Json) =>
      it.nodes.map(
        (node: Json) => `${it.id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`,
      ),
    );
  });
}

const LOOKS: Record<string, object> = {
  light: {},
  dark: { scheme: "dark" },
  "Arabic phone": { locale: "ar" },
};

for (const [name, given] of Object.entries(LOOKS)) {
  test.once(`there is no barrier in any part: ${name}`, async t => {
    const desk = t.desk();
    const fields = [{ name: "name", required: true }];
    const { id } = await staff(desk, {
      greeting: "How can we help?",
      preChat: { enabled: true, text: "", fields },
    });
    const phone = name.includes("phone");
    const arabic = name.includes("Arabic");
    const it = await visit(
      t,
      desk,
      { scheme: name === "dark" ? "dark" : "", snippet: settings(desk, given) },
      {
        bypassCSP: true,
        ...(phone ? { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true } : {}),
      },
    );
    const frame = await it.open();
    const look = async (what: string) => expect(await barriers(frame), what).toEqual([]);
    await frame.locator("#f-name").waitFor();
    await frame.locator(".primary").click();
    await look("the questions");
    await frame.locator("#f-name").fill(arabic ? "سمير" : "Ann");
    await frame.locator(".primary").click();
    await it.writes(arabic ? "هل المقاس 46 cm مناسب؟" : "Does it fit?");
    await answers(desk, id, "Yes: it is **44 cm** high.\n- See https://ostra.example\n- or `mono`");
    await theirs(frame, "44 cm").locator("a").waitFor();
    await look("the conversation");
    expect(await frame.evaluate(() => document.documentElement.dir)).toBe(arabic ? "rtl" : "ltr");
    if (phone) expect(await frame.evaluate(() => innerWidth)).toBe(390);
    await frame.locator(".composer button[aria-controls=emoji]").click();
    await frame.locator(".emoji").waitFor();
    await look("the emoji");
    await frame.locator("header button[aria-controls=menu]").click();
    await frame.locator(".menu").waitFor();
    await look("the menu");
    await desk.api("PUT", "chats/status", { id: (await newest(desk)).id, status: "closed" });
    await frame.locator(".rating").waitFor();
    await look("the rating");
    await frame.locator("header button").first().click();
    await frame.locator(".row").waitFor();
    await look("the chats");
    await it.call("closeChat");
    await desk.api("PUT", "chats/status", { id: (await newest(desk)).id, status: "opened" });
    await answers(desk, id, "One more thing");
    await frame.locator(".tease").waitFor();
    await look("the teaser");
  });
}

test.once("by keyboard alone: open, write, send, rate, close, and the focus goes back", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  await it.heard("onReady");
  const { keyboard } = it.page;
  await it.page.waitForFunction(
    () => document.elementFromPoint(1228, 748)?.localName === "deskbell-widget",
  );
  await it.page.locator("h1").click();
  await keyboard.press("Tab");
  const focused = () => it.page.evaluate(() => document.activeElement?.localName);
  expect(await focused()).toBe("deskbell-widget");
  await keyboard.press("Enter");
  await it.heard("onChatOpen");
  const frame = await it.frame();
  await field(frame).waitFor();
  const within = () => frame.evaluate(() => document.activeElement?.localName);
  await expect.poll(within).toBe("textarea");
  await keyboard.type("Does it fit?");
  await keyboard.press("Shift+Enter");
  await keyboard.type("I have 46 cm.");
  await keyboard.press("Enter");
  await frame.locator(".mine:not(.waiting)").waitFor();
  await expect.poll(within).toBe("textarea");
  await answers(desk, id, "It does.");
  await frame.locator("[role=status]", { hasText: "It does." }).waitFor({ state: "attached" });
  await desk.api("PUT", "chats/status", { id: (await newest(desk)).id, status: "closed" });
  await frame.locator(".rating").waitFor();
  await frame.locator(".faces input").first().focus();
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await keyboard.press("Tab");
  await keyboard.type("Thanks");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  expect(await it.heard("onRated")).toMatchObject({ rating: "great", comment: "Thanks" });
  await keyboard.press("Escape");
  await it.heard("onChatClose");
  // From the frame to the button beside it, which the page sees as the same element.
  await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(false);
  expect(await focused()).toBe("deskbell-widget");
  await keyboard.press("Enter");
  await it.heard("onChatOpen", 1);
});

test.once("everything is reached on a small window and at 200 %", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk, {}, { viewport: { width: 320, height: 480 } });
  const frame = await it.open();
  await it.writes("A".repeat(400));
  const sideways = () =>
    frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  expect(await sideways()).toBe(0);
  await it.page.setViewportSize({ width: 640, height: 400 });
  await frame.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  expect(await sideways()).toBe(0);
  await field(frame).fill("Still fits");
  await frame.locator(".send").click();
});

test.once("the site's colour, corner, offsets and texts are taken", async t => {
  const desk = t.desk();
  await staff(desk, {
    color: "#ffd400",
    position: "left",
    offsetX: 40,
    offsetY: 60,
    title: "Ostra",
    greeting: "Ask us about lamps.",
  });
  const it = await visit(t, desk);
  const frame = await it.open();
  await frame.locator("h1", { hasText: "Ostra" }).waitFor();
  await frame.getByText("Ask us about lamps.").waitFor();
  const { accent, on } = await frame.evaluate(() => {
    const { style } = document.documentElement;
    return {
      accent: style.getPropertyValue("--accent"),
      on: style.getPropertyValue("--on-accent"),
    };
  });
  expect([accent, on]).toEqual(["#ffd400", "#000000"]);
  expect(await it.page.evaluate(() => document.elementFromPoint(68, 712)?.localName)).toBe(
    "deskbell-widget",
  );
});
