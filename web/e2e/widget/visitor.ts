// A visitor of a site with the widget, in a browser of their own.

import { randomUUID } from "node:crypto";
import type { Frame, Locator } from "playwright-core";
import {
  type Agent,
  type Desk,
  expect,
  type Json,
  type Look,
  type Page,
  type T,
} from "../harness/test.ts";
import { type Site, type SitePage, settings, start } from "./site.ts";

/** The site whose pages the tests open. */
let site: Promise<Site> | undefined;

export function ownSite(): Promise<Site> {
  site ??= start();
  return site;
}

export interface Visitor {
  page: Page;
  /** The messages in the browser's console. */
  said: string[];
  frame(): Promise<Frame>;
  /** Calls `HelpCrunch(…)` in the page. */
  call(...args: unknown[]): Promise<void>;
  /**
   * Calls `HelpCrunch(…)` like `call`; resolves when the widget has completed this call and all
   * earlier calls.
   */
  does(...args: unknown[]): Promise<void>;
  /** Changes the page's URL without loading a page; resolves when the widget knows the new URL. */
  goes(path: string): Promise<void>;
  /** Resolves with the detail of the nth event with this name. */
  heard(event: string, nth?: number): Promise<Json>;
  /** The number of times that an event occurred. */
  count(event: string): Promise<number>;
  /** The widget's data in the storage of the page. */
  kept(): Promise<Json>;
  /** Resolves when the server has acknowledged every sent message. */
  settles(): Promise<void>;
  open(): Promise<Frame>;
  /** Types and sends a message; resolves when the server has stored the message. */
  writes(text: string): Promise<void>;
  /** Opens another page of the site with the same widget. */
  moves(page?: Partial<SitePage>): Promise<void>;
}

/** Opens a page of the site as a new visitor. */
export async function visit(
  t: T,
  desk: Desk,
  given: Partial<SitePage> = {},
  look: Look = {},
): Promise<Visitor> {
  const context = await t.context(desk, null, {
    viewport: { width: 1280, height: 800 },
    // A frame that moves is hard to hit.
    reducedMotion: "reduce",
    ...look,
  });
  return follow(t, desk, await context.newPage(), given);
}

/** Opens a page of the site in an existing tab. */
export async function follow(
  _t: T,
  desk: Desk,
  page: Page,
  given: Partial<SitePage> = {},
): Promise<Visitor> {
  const said: string[] = [];
  page.on("console", line => said.push(line.text()));
  const site = await ownSite();
  const go = (it: Partial<SitePage> = {}) =>
    page.goto(site.page({ snippet: settings(desk), ...it })).then(() => {});
  await go(given);
  const it: Visitor = {
    page,
    said,
    async frame() {
      await page.waitForFunction(() => document.querySelector("deskbell-widget"));
      const found = () => page.frames().find(it => it.url().includes("/widget/frame"));
      await expect.poll(found).toBeTruthy();
      return found() as Frame;
    },
    call: (...args) => page.evaluate(all => (window as Json).HelpCrunch(...all), args),
    does: (...args) =>
      page.evaluate(
        all => new Promise<void>(then => (window as Json).HelpCrunch(...all, () => then())),
        args,
      ),
    async goes(path) {
      // The loader looks where the page is in the task after the change.
      await page.evaluate(path => {
        history.pushState(null, "", path);
        return new Promise(then => setTimeout(then));
      }, path);
      // What is called now comes after it; this shows a button that is shown.
      await it.does("showChatWidget");
    },
    async heard(name, nth = 0) {
      const found = await page.waitForFunction(
        ([name, nth]) =>
          (window as Json).heard.filter((it: Json) => it[0] === name)[nth as number]?.slice(0, 2),
        [name, nth] as const,
      );
      return ((await found.jsonValue()) as Json)[1];
    },
    count: name =>
      page.evaluate(
        name => (window as Json).heard.filter((it: Json) => it[0] === name).length,
        name,
      ),
    kept: () =>
      page.evaluate(() => {
        const key = Object.keys(localStorage).find(it => it.startsWith("deskbell:"));
        return key ? JSON.parse(localStorage.getItem(key) ?? "null") : null;
      }),
    async settles() {
      // The queues of its pages are kept for the next page until they are empty.
      const queues = async () => Object.keys((await it.kept()) ?? {}).filter(it => it[0] === "q");
      await expect.poll(queues).toEqual([]);
    },
    async open() {
      await it.call("openChat");
      const frame = await it.frame();
      await frame.locator(".window").waitFor();
      return frame;
    },
    async writes(text) {
      const frame = await it.frame();
      const before = await sent(frame).count();
      await field(frame).fill(text);
      await field(frame).press("Enter");
      await expect.poll(() => sent(frame).count()).toBe(before + 1);
    },
    moves: go,
  };
  return it;
}

export const field = (frame: Frame): Locator => frame.locator(".composer textarea");
export const sent = (frame: Frame): Locator => frame.locator(".mine:not(.waiting, .refused)");
export const waiting = (frame: Frame): Locator => frame.locator(".mine.waiting");
export const theirs = (frame: Frame, text: string): Locator =>
  frame.locator(".theirs .bubble", { hasText: text });

/** An empty tab of a new browser, for preparations before a page is opened. */
export async function tab(t: T, desk: Desk, look: Look = {}): Promise<Page> {
  const context = await t.context(desk, null, { reducedMotion: "reduce", ...look });
  return context.newPage();
}

/**
 * The computed style of the widget's button or frame on the page. Both are in a closed shadow root,
 * which no script of the page can see into.
 */
export async function styleOf(page: Page, name: "button" | "iframe"): Promise<Json> {
  const tools = await page.context().newCDPSession(page);
  const find = (node: Json, wanted: string): Json =>
    node.localName === wanted
      ? node
      : [...(node.shadowRoots ?? []), ...(node.children ?? [])]
          .map(it => find(it, wanted))
          .find(it => it);
  await tools.send("DOM.enable");
  await tools.send("CSS.enable");
  const { root } = await tools.send("DOM.getDocument", { depth: -1, pierce: true });
  const { nodeId } = find(find(root, "deskbell-widget"), name);
  const { computedStyle } = await tools.send("CSS.getComputedStyleForNode", { nodeId });
  await tools.detach();
  return Object.fromEntries(computedStyle.map(({ name, value }) => [name, value]));
}

/** Resolves with the message next to the button, when the message's frame is large enough. */
export async function teaser(frame: Frame, text: string): Promise<Locator> {
  const it = frame.locator(".tease", { hasText: text });
  await it.waitFor();
  await frame.waitForFunction(
    () => innerHeight >= (document.querySelector<HTMLElement>(".tease")?.offsetHeight ?? Infinity),
  );
  return it;
}

/**
 * Creates an agent, and turns off the form that is shown while no agent is present; `look` has
 * further settings.
 */
export async function staff(desk: Desk, look: object = {}): Promise<Agent> {
  const agent = await desk.agent("Mireille Okafor");
  const offline = { enabled: false, text: "", fields: [] };
  await agent.call("PATCH", `/applications/${desk.application}/look`, { offline, ...look });
  return agent;
}

/** Gives the application a UUID, which a migrating site has in its snippet; returns the UUID. */
export async function named(desk: Desk, agent: Agent): Promise<string> {
  const appId = randomUUID();
  await agent.call("PATCH", `/applications/${desk.application}/widget`, { appId });
  return appId;
}

/** Returns the newest chat, from `/v1`. */
export async function newest(desk: Desk): Promise<Json> {
  const { data } = await desk.api("GET", "chats?sort=chats.createdAt&order=desc");
  return data[0];
}

/** Posts an agent's reply through `/v1`. */
export async function answers(desk: Desk, agent: number, text: string): Promise<Json> {
  return desk.api("POST", "messages", { chat: (await newest(desk)).id, agent, text });
}

/** Sets the opening hours to one minute of each day, in UTC. */
export async function closes(agent: Agent, minute: number): Promise<void> {
  const clock = (it: number) =>
    `${String(Math.floor(it / 60)).padStart(2, "0")}:${String(it % 60).padStart(2, "0")}`;
  const day = [{ from: clock(minute), to: clock(minute + 1) }];
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  const week = Object.fromEntries(days.map(it => [it, day]));
  await agent.call("PATCH", "/settings", { hours: { zone: "UTC", week, holidays: [] } });
}
