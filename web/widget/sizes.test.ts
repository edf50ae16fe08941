// What the widget costs a visitor, from what is delivered: gzip at its best, as a proxy sends it.

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { LANGUAGES } from "./words/languages";

const KB = 1024;
const dist = new URL("../dist/", import.meta.url);
const files = readdirSync(new URL("assets/", dist));
const read = (name: string) => readFileSync(new URL(name, dist));
const size = (name: string) => gzipSync(read(name), { level: 9 }).length;

/** Returns the built file with this name, to which the build adds a hash. */
function part(name: string): string {
  const found = files.filter(it => new RegExp(`^widget-${name}-[\\w-]{8}\\.js$`).test(it));
  if (found.length !== 1) throw new Error(`${found.length} files are called ${name}`);
  return `assets/${found[0]}`;
}

/** Returns a file and, recursively, the files that it imports statically. */
function whole(name: string, found = new Set<string>()): Set<string> {
  found.add(name);
  for (const [, other] of `${read(name)}`.matchAll(/(?:from|import)\s*[`"']\.\/([^`"']+)/g))
    if (!found.has(`assets/${other}`)) whole(`assets/${other}`, found);
  return found;
}

const sum = (names: Iterable<string>) => [...names].reduce((all, name) => all + size(name), 0);
const entry = /src="\/([^"]+)"/.exec(`${read("widget.html")}`)?.[1] ?? "";
const core = whole(entry);
const chat = [...whole(part("chat"))].filter(it => !core.has(it));
const words = Math.max(...LANGUAGES.map(it => size(part(it))));

it("the script of a host's page has 3 kB at the most", () => {
  expect(size("sdk.js")).toBeLessThanOrEqual(3 * KB);
});

it("what the frame runs before it is opened has 6 kB at the most, in one file", () => {
  expect([...core]).toEqual([entry]);
  expect(sum(core)).toBeLessThanOrEqual(6 * KB);
});

it("all up to an open chat has 25,000 bytes at the most, in whichever language", () => {
  const all = size("sdk.js") + size("widget.html") + sum(core) + sum(chat) + words;
  expect(all).toBeLessThanOrEqual(25_000);
});

it("what few visitors see is small, and comes when it is seen", () => {
  for (const name of ["site", "proactive", "fallback", "sound", "list", "menu", "tease"])
    expect(size(part(name)), name).toBeLessThanOrEqual(KB * 1.25);
  for (const name of ["forms", "rating", "rich", "emoji"])
    expect(size(part(name)), name).toBeLessThanOrEqual(KB * 2);
  expect(size(part("markdown"))).toBeLessThanOrEqual(KB * 2.5);
});

it("nothing needs what pages without TLS lack", () => {
  for (const name of files.filter(it => it.startsWith("widget-") && it.endsWith(".js")))
    expect(`${read(`assets/${name}`)}`, name).not.toMatch(/randomUUID|crypto\.subtle/);
});
