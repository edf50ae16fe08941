// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";
import { copy } from "./copy.ts";

/** Sets the browser's clipboard and its older command; returns what was copied by which. */
function browser(clipboard: object | undefined, command: () => boolean) {
  const copied: [string, string][] = [];
  vi.stubGlobal("navigator", { clipboard: clipboard && { ...clipboard } });
  Object.assign(document, {
    execCommand: (name: string) => {
      const area = document.activeElement as HTMLTextAreaElement;
      copied.push([name, area.value.slice(area.selectionStart ?? 0, area.selectionEnd ?? 0)]);
      return command();
    },
  });
  return copied;
}

afterEach(() => vi.unstubAllGlobals());

it("copies by the clipboard where there is one", async () => {
  const writeText = vi.fn(async () => {});
  const copied = browser({ writeText }, () => true);
  expect(await copy("a key")).toBe(true);
  expect([writeText.mock.calls, copied]).toEqual([[["a key"]], []]);
});

it.each([
  ["without a clipboard, as over plain HTTP", undefined],
  ["where the clipboard is refused", { writeText: () => Promise.reject(new Error("refused")) }],
])("copies what it selects %s, and leaves the page as it was", async (_, clipboard) => {
  const copied = browser(clipboard, () => true);
  const button = document.createElement("button");
  document.body.replaceChildren(button);
  button.focus();
  expect(await copy("a\nkey")).toBe(true);
  expect(copied).toEqual([["copy", "a\nkey"]]);
  expect([...document.body.childNodes]).toEqual([button]);
  expect(document.activeElement).toBe(button);
});

it("says when nothing could be copied", async () => {
  browser(undefined, () => false);
  expect(await copy("a key")).toBe(false);
  browser(undefined, () => {
    throw new Error("no such command");
  });
  expect(await copy("a key")).toBe(false);
  expect(document.querySelector("textarea")).toBe(null);
});
