import { expect, it } from "vitest";
import { fitted, hasEnded, isShown, said } from "./files.ts";

it("a message says its text and the names of its files, whatever its text links to", () => {
  expect(said({ text: "Look [a](/v1/files/7)", files: [] })).toBe("Look [a](/v1/files/7)");
  expect(said({ text: "Look", files: [{ name: "a.png" }, { name: "b" }] })).toBe(
    "Look\n\na.png\nb",
  );
  expect(said({ text: null, files: [{ name: "a.png" }] })).toBe("a.png");
  expect(said({})).toBe("");
});

it("four kinds of images are shown in place, and nothing that could be a program", () => {
  expect(["png", "jpeg", "gif", "webp"].every(it => isShown(`image/${it}`))).toBe(true);
  for (const other of ["image/svg+xml", "application/pdf", "text/html", "image/png; x", ""])
    expect(isShown(other)).toBe(false);
});

it("an image stands in its own proportions, within what there is, and is never enlarged", () => {
  const most = { width: 240, height: 320 };
  expect(fitted({ width: 1280, height: 720 }, most)).toEqual({ width: 240, height: 135 });
  expect(fitted({ width: 100, height: 1000 }, most)).toEqual({ width: 32, height: 320 });
  expect(fitted({ width: 20, height: 10 }, most)).toEqual({ width: 20, height: 10 });
  expect(fitted({ width: 1, height: 100_000 }, most)).toEqual({ width: 1, height: 320 });
  expect(fitted({ width: null, height: null }, most)).toEqual({ width: 240, height: 160 });
});

it("a link is asked for anew before it ends", () => {
  expect(hasEnded({ urlExpiresAt: 1000 }, 900_000)).toBe(false);
  expect(hasEnded({ urlExpiresAt: 1000 }, 960_000)).toBe(true);
  expect(hasEnded({})).toBe(false);
});
