// What the widget costs a visitor, from what is delivered: gzip at its best, as a proxy sends it.

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { LANGUAGES } from "./words/languages";

const dist = new URL("../dist/", import.meta.url);
const files = readdirSync(new URL("assets/", dist));
const size = (name: string) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const asset = (start: string, end: string) => {
  const name = files.find(it => it.startsWith(start) && it.endsWith(end));
  if (!name) throw new Error(`There is no ${start}…${end}`);
  return size(`assets/${name}`);
};

it("the script of a host's page has 3 kB at the most", () => {
  expect(size("sdk.js")).toBeLessThanOrEqual(3072);
});

it("the frame before it is opened, and all up to an open chat, do not grow", () => {
  const core = size("widget.html") + asset("widget-widget-", ".js");
  const words = Math.max(...LANGUAGES.map(it => asset(`widget-${it}-`, ".js")));
  const view = asset("widget-main-", ".js") + asset("widget-main-", ".css");
  expect(core).toBeLessThanOrEqual(12_500);
  expect(size("sdk.js") + core + words + view).toBeLessThanOrEqual(36_000);
});
