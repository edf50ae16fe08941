// How the widget looks and is used: light, dark, right to left, on a phone, by keyboard, without barriers for those who
// hear it.

import type { Frame } from "playwright-core";
import { LANGUAGES } from "../../widget/words/languages.ts";
import { expect, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import { answers, field, newest, staff, styleOf, teaser, visit } from "./visitor.ts";

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

test.once(
  "a chat is rated in every language on the smallest phone, and with large letters",
  async t => {
    const desk = t.desk();
    const { id } = await staff(desk);
    const it = await visit(t, desk, {}, { viewport: { width: 320, height: 568 } });
    const frame = await it.open();
    await it.writes("Does it fit?");
    await answers(desk, id, "It does.");
    await desk.api("PUT", "chats/status", { id: (await newest(desk)).id, status: "closed" });
    await frame.locator(".rating").waitFor();
    /** The texts and pictures that exceed their elements or the window. */
    const outside = () =>
      frame.evaluate(() =>
        [...document.querySelectorAll(".faces span, .faces label, .two button, .avatar")]
          .filter(it => {
            const { left, right } = it.getBoundingClientRect();
            return it.scrollWidth > it.clientWidth + 1 || left < 0 || right > innerWidth;
          })
          .map(it => it.textContent),
      );
    for (const language of LANGUAGES) {
      await it.call("setLocalization", language);
      await frame.locator(`[lang=${language}] .rating`).waitFor();
      await expect.poll(outside, { message: language }).toEqual([]);
    }
    await it.page.setViewportSize({ width: 640, height: 600 });
    await frame.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    expect(await outside()).toEqual([]);
  },
);

test.once("on a phone the open chat covers the page, and gives it back", async t => {
  const desk = t.desk();
  await staff(desk);
  const viewport = { width: 390, height: 780 };
  const it = await visit(t, desk, {}, { viewport, isMobile: true, hasTouch: true });
  await it.heard("onReady");
  const at = (x: number, y: number) =>
    it.page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.localName, [x, y] as const);
  await expect.poll(() => at(338, 728)).toBe("deskbell-widget");
  await it.page.touchscreen.tap(338, 728);
  const frame = await it.frame();
  await expect
    .poll(() => frame.evaluate(() => ({ width: innerWidth, height: innerHeight })))
    .toEqual(viewport);
  await it.writes("From a phone");
  await frame.locator("header button[aria-label='Close chat']").tap();
  await it.heard("onChatClose");
  await expect.poll(() => at(8, 8)).not.toBe("deskbell-widget");
  await expect.poll(() => at(338, 728)).toBe("deskbell-widget");
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
  const left = () => it.page.evaluate(() => document.elementFromPoint(68, 712)?.localName);
  await expect.poll(left).toBe("deskbell-widget");
});

/** The lightness of the chat's background; 1 is white. */
const ground = (frame: Frame) =>
  frame.evaluate(() =>
    Number(/oklch\(([\d.]+)/.exec(getComputedStyle(document.body).backgroundColor)?.[1]),
  );

test.once(
  "the chat is dark with the page: by its system, its own colours, or the site's word",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const it = await visit(t, desk, { scheme: "light dark" });
    const frame = await it.open();
    await expect.poll(() => ground(frame)).toBeGreaterThan(0.9);
    await expect.poll(() => styleOf(it.page, "iframe")).toMatchObject({ "color-scheme": "light" });
    await it.page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => ground(frame)).toBeLessThan(0.4);
    await expect
      .poll(() => styleOf(it.page, "iframe"))
      .toMatchObject({ "color-scheme": "dark", "background-color": "rgb(21, 26, 24)" });
    await it.moves({ scheme: "light" });
    await expect.poll(async () => ground(await it.open())).toBeGreaterThan(0.9);
    await it.moves({ scheme: "dark" });
    await expect.poll(async () => ground(await it.open())).toBeLessThan(0.4);
    await it.moves({ scheme: "dark", snippet: settings(desk, { theme: "light" }) });
    await expect.poll(async () => ground(await it.open())).toBeGreaterThan(0.9);
  },
);

test.once(
  "button, teaser and chat have their sizes, and move only for those who like it",
  async t => {
    const desk = t.desk();
    const { id } = await staff(desk);
    const it = await visit(t, desk, {}, { reducedMotion: "no-preference" });
    await it.heard("onReady");
    await expect
      .poll(() => styleOf(it.page, "button"))
      .toMatchObject({
        display: "block",
        width: "56px",
        height: "56px",
        right: "24px",
        bottom: "24px",
      });
    await it.open();
    await it.writes("Hello?");
    const frame = () => styleOf(it.page, "iframe");
    await expect
      .poll(frame)
      .toMatchObject({ width: "384px", height: "628px", "animation-name": "u" });
    await it.page.emulateMedia({ reducedMotion: "reduce" });
    await expect.poll(frame).toMatchObject({ "animation-name": "none" });
    await it.call("closeChat");
    await (await it.frame()).locator(".window").waitFor({ state: "detached" });
    await answers(desk, id, "Good morning");
    await teaser(await it.frame(), "Good morning");
    await expect.poll(frame).toMatchObject({ width: "312px", display: "block" });
  },
);

test.once("with forced colours, what is told by its colour alone has an edge", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Does it fit?");
  await answers(desk, id, "It does.");
  await frame.locator(".theirs .avatar").waitFor();
  const edges = async () => [
    (await styleOf(it.page, "button"))["border-top-width"],
    (await styleOf(it.page, "iframe"))["border-top-width"],
    ...(await frame.evaluate(() =>
      [".mine .bubble", ".theirs .bubble", ".theirs .avatar", ".send"].map(it => {
        const found = document.querySelector(it);
        return found && getComputedStyle(found).borderTopWidth;
      }),
    )),
  ];
  await expect.poll(edges).toEqual(Array(6).fill("0px"));
  await it.page.emulateMedia({ forcedColors: "active" });
  await expect.poll(edges).toEqual(Array(6).fill("1px"));
});
