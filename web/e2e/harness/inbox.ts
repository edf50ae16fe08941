// What tests of the inbox call things by: rows, the thread, the composer.

import type { Locator } from "playwright-core";
import { expect, type Page } from "./test.ts";

export const rows = (page: Page): Locator => page.locator(".rows .row");
export const row = (page: Page, text: string): Locator => rows(page).filter({ hasText: text });
export const bubble = (page: Page, text: string): Locator =>
  page.locator(".messages .bubble", { hasText: text });
export const field = (page: Page): Locator => page.locator(".composer textarea");
export const waiting = (page: Page): Locator => page.locator(".bubble-waiting, .note-waiting");
export const toast = (page: Page): Locator => page.locator(".toast");

/**
 * Resolves when an element of the page has a text. Unlike a locator, holds no reference to the
 * element, so that the page can free the element's memory.
 */
export async function shown(
  page: Page,
  selector: string,
  text: string,
  wait: { timeout?: number; interval?: number } = {},
): Promise<void> {
  const look = (sought: { selector: string; text: string }) =>
    [...document.querySelectorAll(sought.selector)].some(it =>
      it.textContent?.includes(sought.text),
    );
  await expect.poll(() => page.evaluate(look, { selector, text }), wait).toBe(true);
}

/** Clicks the row of a chat; resolves when the chat's messages are shown. */
export async function open(page: Page, name: string): Promise<void> {
  await row(page, name).locator(".row-name").click();
  await page.locator(".thread-who", { hasText: name }).waitFor();
  await page.locator(".messages article").first().waitFor();
}

/** Writes into the composer, and sends. */
export async function reply(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Control+Enter");
}

/** The file with this name in the composer, after the upload has succeeded. */
export const uploaded = (page: Page, name: string): Locator =>
  page.locator(".attached-file:not(:has(progress), .attached-wrong)", { hasText: name });

/**
 * Types until `isSeen` returns true. A typing signal is lost if no page listens yet, and is sent
 * again only after further typing.
 */
export async function typesUntil(field: Locator, isSeen: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(async () => {
      await field.pressSequentially("a");
      return isSeen();
    })
    .toBe(true);
}

/**
 * Resolves when the agent's only tab has become the tab that plays sounds and shows notifications.
 */
export async function speaks(page: Page): Promise<void> {
  const locks = async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return [held, pending].map(all => all.filter(it => it.name === "deskbell:speaker").length);
  };
  await expect.poll(() => page.evaluate(locks)).toEqual([1, 0]);
}

/** Resolves when the page is connected to the server's feed. */
export async function live(page: Page): Promise<void> {
  await page.locator(".nav-live-on").waitFor({ state: "attached" });
}

/** The element with the count of a view in the navigation. */
export const count = (page: Page, view: string): Locator =>
  page.locator(`.nav-entry[data-rail="${view}"] .nav-count`);
