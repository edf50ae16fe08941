// Reports: what happened is counted, drawn, written beside the plots, and given as CSV.

import { readFileSync } from "node:fs";
import { OUT } from "../harness/settings.ts";
import { expect, type Page, test } from "../harness/test.ts";
import { type Dialog, transcribe } from "../harness/transcripts.ts";

test("reports count what happened, and give it as CSV", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const page = await t.open(desk, amara, "/inbox/reports");
  await page.getByRole("heading", { name: "Nothing happened in this period" }).waitFor();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  await amara.call("POST", `/chats/${id}/messages`, { text: "Here you are." });
  await expect
    .poll(async () => {
      await page.reload();
      await page.locator(".report .figure, .report .empty").first().waitFor();
      return page
        .locator(".figure", { hasText: "New chats" })
        .locator(".figure-value")
        .allTextContents();
    })
    .toEqual(["1"]);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV", exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^report-.*\.csv$/);
  const file = `${OUT}report-${t.engine}.csv`;
  await (await download).saveAs(file);
  const lines = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const [head = [], ...days] = lines.map(it => it.split(","));
  expect(head.slice(0, 2)).toEqual(["day", "new"]);
  // A line for each day, and the chat of today in the last.
  expect(days.length).toBeGreaterThan(1);
  expect(days.map(it => it[1]).at(-1)).toBe("1");
});

/** The cells of a table, row by row, as texts. */
const cells = (page: Page, table: string) =>
  page
    .locator(`${table} tr`)
    .evaluateAll(rows => rows.map(it => [...it.children].map(it => it.textContent ?? "")));

const sum = (all: number[]) => all.reduce((sum, it) => sum + it, 0);

test("the numbers stand beside each plot, and are those of the plot", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  // On the six days before today 1, 2, 3 … chats, at noon; each answered after two minutes.
  const MINUTE = 60_000;
  const dialogs: Dialog[] = [];
  for (let day = 1; day <= 6; day++) {
    const noon = new Date(Date.now() - day * 1_440 * MINUTE).setUTCHours(12, 0, 0, 0);
    for (let n = 0; n < day; n++) {
      const at = noon + n * MINUTE;
      const turn = (from: "customer" | "agent", at: number) => ({ from, text: "Well?", at });
      dialogs.push({
        id: `${day}-${n}`,
        turns: [turn("customer", at), turn("agent", at + 2 * MINUTE)],
      });
    }
  }
  transcribe(desk, dialogs);
  const page = await t.open(desk, amara, "/inbox/reports");
  await page.locator(".plot svg").waitFor();
  const [head = [], ...table] = await cells(page, ".report-days");
  const total = table.pop() ?? [];
  expect(head).toEqual(["Day", "New", "Closed", "Net open", "First reply, m:ss"]);
  const number = (text: string) => Number(text.replace("\u200e", "").replace("−", "-"));
  const days = table.map(it => it.slice(1, 4).map(number));
  // The day may have ended since the import.
  const created = days.map(([created = 0]) => created);
  expect([
    [6, 5, 4, 3, 2, 1, 0],
    [5, 4, 3, 2, 1, 0, 0],
  ]).toContainEqual(created);
  const all = String(sum(created));
  expect(total.slice(0, 2)).toEqual(["Total", all]);
  for (const [created = 0, closed = 0, open] of days) expect(open).toBe(created - closed);
  // Each pair of bars has its numbers as a title, and its bars are as high as these say.
  const bars = await page.locator(".plot svg g:has(title)").evaluateAll(all =>
    all.map(it => ({
      title: it.querySelector("title")?.textContent ?? "",
      height: Number(it.querySelector(".plot-one")?.getAttribute("height")),
    })),
  );
  const told = bars.map(({ title }) =>
    / (\d+) new, (\d+) closed$/.exec(title)?.slice(1).map(Number),
  );
  expect(told).toEqual(days.map(it => it.slice(0, 2)));
  const most = Math.max(...bars.map(it => it.height));
  bars.forEach(({ height }, n) => {
    expect(height / most).toBeCloseTo((created[n] ?? 0) / (created[0] ?? 1), 5);
  });
  // By weekday and hour: all of them at noon, in UTC.
  const heat = (await cells(page, ".heat")).slice(1).map(it => it.slice(1).map(Number));
  expect(String(sum(heat.flat()))).toBe(all);
  expect(String(sum(heat.map(it => it[12] ?? 0)))).toBe(all);
  // By the time to the first reply: two minutes.
  const classes = (await cells(page, ".classes")).map(it => [it[0], it[2], it[3]]);
  expect(classes.filter(([, count]) => count !== "0")).toEqual([["2–5", all, "100%"]]);
  await page.locator(".figure", { hasText: "New chats" }).getByText(all, { exact: true }).waitFor();
  // What the figures are compared with, and when they were right, is said in every window.
  const base = page.locator(".report-base");
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await base.getByText(/compared with .* · UTC/).waitFor();
    await base.getByText(/^as of \d\d:\d\d$/).waitFor();
  }
});
