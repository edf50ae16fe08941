import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const web = new URL("../", import.meta.url);
const files = ["ui", "inbox", "widget/view"].flatMap(folder =>
  readdirSync(new URL(`${folder}/`, web), { recursive: true }).map(it => `${folder}/${it}`),
);
const read = (file: string) => readFileSync(new URL(file, web), "utf8");

it("colours stand in the tokens alone", () => {
  const raw = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(/i;
  const found = files
    .filter(it => it.endsWith(".css") && !it.endsWith("tokens.css"))
    .flatMap(file =>
      read(file)
        .split("\n")
        .map((line, n) => [`${file}:${n + 1}`, line] as const),
    )
    .filter(([, line]) => raw.test(line));
  expect(found).toEqual([]);
});

it("pages are made for both directions of reading", () => {
  const sided = /^\s*(?:margin|padding|border)-(?:left|right)\b|^\s*(?:left|right):|float:/;
  const found = files
    .filter(it => it.endsWith(".css"))
    .flatMap(file =>
      read(file)
        .split("\n")
        .map((line, n) => [`${file}:${n + 1}`, line] as const),
    )
    .filter(([, line]) => sided.test(line));
  expect(found).toEqual([]);
});

it("no file has more than 400 lines", () => {
  const long = files
    .filter(it => /\.tsx?$/.test(it) && !it.includes("/words/"))
    .map(file => [file, read(file).split("\n").length] as const)
    .filter(([, lines]) => lines > 400);
  expect(long).toEqual([]);
});
