// Connections that are refused, that sleep, that lose an answer, or that are not there: what was written arrives once, and
// what was answered is seen.

import type { Frame, Page } from "playwright-core";
import { expect, type Json, test } from "../harness/test.ts";
import {
  answers,
  field,
  follow,
  newest,
  sent,
  staff,
  tab,
  theirs,
  visit,
  waiting,
} from "./visitor.ts";

/** Refuses every WebSocket of the page, as a proxy without support for WebSockets does. */
const refuseSockets = (page: Page) => page.routeWebSocket(/\/widget\/v1\/ws/, it => it.close());

/** Dispatches the event by which the widget learns that the page is visible again. */
const wakes = (frame: Frame) =>
  frame.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

/**
 * The fallbacks for WebSockets, each with the paths that must be blocked so that the fallback is
 * used.
 */
const WAYS = {
  stream: [],
  "long polls": ["stream"],
  "asking from time to time": ["stream", "changes"],
};

for (const [way, refused] of Object.entries(WAYS)) {
  test.once(`where sockets are refused, changes come by ${way}`, async t => {
    t.expects(/WebSocket|net::ERR/);
    const desk = t.desk();
    const { id } = await staff(desk);
    const page = await tab(t, desk);
    await page.clock.install();
    await refuseSockets(page);
    for (const path of refused)
      await page.route(`**/widget/v1/${path}?*`, it => it.fulfill({ status: 404, json: {} }));
    const it = await follow(t, desk, page);
    const asked = page.waitForRequest(it =>
      it
        .url()
        .includes(way === "stream" ? "v1/stream" : way[0] === "l" ? "v1/changes" : "v1/unread"),
    );
    const frame = await it.open();
    await it.writes("Hello");
    await asked;
    await answers(desk, id, "Here too");
    await theirs(frame, "Here too").waitFor();
    await it.call("closeChat");
    await frame.locator(".window").waitFor({ state: "detached" });
    await answers(desk, id, "And while it is closed");
    // A closed chat asks only now and then.
    await expect
      .poll(async () => {
        await page.clock.runFor(5_000);
        return it.count("onAgentMessage");
      })
      .toBe(2);
  });
}

test("a message whose answer is lost arrives once", async t => {
  t.expects(/net::ERR/);
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("First");
  let lost = 0;
  await it.page.route("**/widget/v1/messages", async route => {
    if (lost++) return route.fallback();
    await route.fetch();
    await route.abort();
  });
  await it.writes("Second");
  await expect.poll(() => lost).toBeGreaterThan(1);
  await it.settles();
  const texts = (await desk.messages((await newest(desk)).id))
    .filter((it: Json) => it.from === "customer")
    .map((it: Json) => it.text);
  expect(texts).toEqual(["First", "Second"]);
  expect(await sent(frame).count()).toBe(2);
});

test.once("who wakes up sees what was answered meanwhile", async t => {
  const desk = t.desk();
  const { id } = await staff(desk);
  const page = await tab(t, desk);
  await page.clock.install();
  let asleep = false;
  let sockets = 0;
  await page.routeWebSocket(/\/widget\/v1\/ws/, socket => {
    sockets += 1;
    const server = socket.connectToServer();
    const own = sockets;
    server.onMessage(said => {
      if (!asleep || own > 1) socket.send(said);
    });
  });
  const it = await follow(t, desk, page);
  const frame = await it.open();
  await it.writes("Good night");
  await answers(desk, id, "Good night to you");
  await theirs(frame, "Good night to you").waitFor();
  asleep = true;
  await answers(desk, id, "While you slept");
  // The lid is closed for an hour.
  await page.clock.fastForward("01:00:00");
  await wakes(frame);
  await theirs(frame, "While you slept").waitFor();
  expect(sockets).toBeGreaterThan(1);
});

test.once("what is written as the lid closes goes out on waking up, once", async t => {
  t.expects(/net::ERR/);
  const desk = t.desk();
  await staff(desk);
  const page = await tab(t, desk);
  await page.clock.install();
  let isAsleep = false;
  let failed = 0;
  await page.route("**/widget/v1/messages", async route => {
    if (!isAsleep) return route.fallback();
    // The server has it, and the machine sleeps before it hears so.
    if (!failed++) await route.fetch();
    await route.abort();
  });
  const it = await follow(t, desk, page);
  const frame = await it.open();
  await it.writes("Good night");
  isAsleep = true;
  await field(frame).fill("One more thing");
  await field(frame).press("Enter");
  await expect.poll(() => failed).toBeGreaterThan(0);
  await page.clock.fastForward("01:00:00");
  isAsleep = false;
  await wakes(frame);
  await it.settles();
  await expect.poll(() => sent(frame).count()).toBe(2);
  expect(await waiting(frame).count()).toBe(0);
  const texts = (await desk.messages((await newest(desk)).id))
    .filter((it: Json) => it.from === "customer")
    .map((it: Json) => it.text);
  expect(texts).toEqual(["Good night", "One more thing"]);
});

test.once("what is written without a network is kept, and goes when it is back", async t => {
  t.expects(/net::ERR/);
  const desk = t.desk();
  const { id } = await staff(desk);
  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Before the tunnel");
  await it.page.context().setOffline(true);
  await frame.locator(".banner").waitFor();
  await field(frame).fill("In the tunnel");
  await field(frame).press("Enter");
  await waiting(frame).waitFor();
  await answers(desk, id, "Are you still there?");
  await it.page.context().setOffline(false);
  await expect.poll(() => sent(frame).count()).toBe(2);
  await theirs(frame, "Are you still there?").waitFor();
  await frame.locator(".banner").waitFor({ state: "detached" });
});
