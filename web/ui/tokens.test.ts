import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HUES, hue } from "./hue.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const layers = readFileSync(new URL("./layers.css", import.meta.url), "utf8");

type Colour = [number, number, number];
type Theme = Map<string, string>;

function theme(selector: string): Theme {
  const start = css.indexOf(selector);
  const body = css.slice(css.indexOf("{", start), css.indexOf("\n}", start));
  const values = [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)];
  return new Map(values.map(([, name = "", value = ""]) => [name, value]));
}

const light = theme(":root,\n");
const dark = theme('\n[data-theme="dark"]');

/** Converts an OKLCH colour, written `L% C H`, to linear sRGB. */
function linear(value: string): Colour {
  const [l = 0, c = 0, h = 0] = value
    .replace(/oklch\(|\)|%/g, "")
    .trim()
    .split(/\s+/)
    .map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const L = (l / 100 + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const M = (l / 100 - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const S = (l / 100 - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
    -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
    -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
  ];
}

function luminance(value: string): number {
  const [r, g, b] = linear(value).map(it => Math.min(1, Math.max(0, it))) as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, two: string): number {
  const [high, low] = [luminance(one), luminance(two)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function of(from: Theme, name: string): string {
  const value = from.get(name);
  if (value === undefined) throw new Error(`There is no token ${name}`);
  return value;
}

const GROUNDS = ["surface", "canvas", "raised", "hover", "sunken", "selected", "accent-soft"];
const TEXTS = ["text", "text-2", "text-3", "accent-text", "brass-text", "rust-text"];
const SHAPES = ["line-strong", "focus", "accent", "rust", "brass-mark"];
const PAIRS: [string, string, number][] = [
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-hover", 4.5],
  ["on-mine", "mine", 4.5],
  ["on-rust", "rust", 4.5],
  ["text", "brass-soft", 4.5],
  ["text-3", "brass-soft", 4.5],
  ["brass-text", "brass-soft", 4.5],
  ["focus", "brass-soft", 3],
  ["text", "rust-soft", 4.5],
  ["rust-text", "rust-soft", 4.5],
  ["text", "mark", 4.5],
  ["surface", "text", 4.5],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_, from) => {
  it.each(GROUNDS)("texts and shapes can be seen on %s", ground => {
    for (const text of TEXTS) {
      expect(contrast(of(from, text), of(from, ground)), text).toBeGreaterThanOrEqual(4.5);
    }
    for (const shape of SHAPES) {
      expect(contrast(of(from, shape), of(from, ground)), shape).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(PAIRS)("%s can be seen on %s", (text, ground, floor) => {
    expect(contrast(of(from, text), of(from, ground))).toBeGreaterThanOrEqual(floor);
  });

  it("a tag of any hue can be read", () => {
    for (const [, degrees = ""] of css.matchAll(/--hue: (\d+)/g)) {
      const text = `${of(from, "tag-text")} ${degrees}`;
      const soft = `${of(from, "tag-soft")} ${degrees}`;
      expect(contrast(text, soft), degrees).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("every colour lies in sRGB", () => {
    const colours = [...from].filter(([, value]) => /^oklch\([^/]+\)$/.test(value));
    expect(colours.length).toBeGreaterThan(28);
    for (const [name, value] of colours) {
      for (const channel of linear(value)) {
        expect(channel, name).toBeGreaterThan(-0.006);
        expect(channel, name).toBeLessThan(1.006);
      }
    }
  });
});

it("a toast and the buttons on it are of a pair that is measured", () => {
  expect(of(light, "toast")).toBe("var(--text)");
  expect(of(light, "on-toast")).toBe("var(--surface)");
  expect(layers).toMatch(/\.toast \.button,\s+\.toast \.button \.icon \{\s+color: inherit;/);
});

it("both themes have the same colours", () => {
  const shared = [...light.keys()].filter(name => !["toast", "on-toast"].includes(name));
  expect([...dark.keys()].sort()).toEqual(shared.sort());
});

it("a hue follows from the id alone and uses all eight", () => {
  expect(hue(2291)).toBe(hue("2291"));
  expect(new Set(Array.from({ length: 100 }, (_, id) => hue(id))).size).toBe(HUES.length);
});
