// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { type Binding, chord, KeyMap } from "./keys.ts";

function press(map: KeyMap, init: KeyboardEventInit, target: Element = document.body): boolean {
  const event = new KeyboardEvent("keydown", { ...init, bubbles: true });
  Object.defineProperty(event, "target", { value: target });
  return map.press(event);
}

describe("keys", () => {
  const done: string[] = [];
  const binding = (keys: string, inFields = false): Binding => ({
    keys,
    inFields,
    act: () => done.push(keys),
  });
  let single = true;
  let now = 0;
  const map = new KeyMap(
    () => [
      binding("J"),
      binding("G I"),
      binding("⇧U"),
      binding("Mod K", true),
      binding("?"),
      binding("["),
    ],
    () => single,
    () => now,
  );

  it("match by letter, also on keyboards whose letters are not Latin", () => {
    expect(press(map, { key: "j", code: "KeyJ" })).toBe(true);
    expect(press(map, { key: "о", code: "KeyJ" })).toBe(true);
    // On a French keyboard J is where it is, and on Dvorak the letter counts, not the place.
    expect(press(map, { key: "j", code: "KeyC" })).toBe(true);
    expect(press(map, { key: "c", code: "KeyJ" })).toBe(false);
    expect(press(map, { key: "?", code: "Slash", shiftKey: true })).toBe(true);
    expect(done.splice(0)).toEqual(["J", "J", "J", "?"]);
  });

  it("follow each other within a second", () => {
    press(map, { key: "g" });
    expect(press(map, { key: "i" })).toBe(true);
    press(map, { key: "g" });
    now += 2_000;
    expect(press(map, { key: "i" })).toBe(false);
    expect(done.splice(0)).toEqual(["G I"]);
  });

  it("rest in fields, but for those with a modifier", () => {
    const field = document.createElement("textarea");
    expect(press(map, { key: "j" }, field)).toBe(false);
    expect(press(map, { key: "k", ctrlKey: true }, field)).toBe(true);
    expect(press(map, { key: "k", metaKey: true }, field)).toBe(true);
    expect(done.splice(0)).toEqual(["Mod K", "Mod K"]);
  });

  it("can be switched off, all but the sheet and those with a modifier", () => {
    single = false;
    expect(press(map, { key: "j" })).toBe(false);
    expect(press(map, { key: "?" })).toBe(true);
    expect(press(map, { key: "k", ctrlKey: true })).toBe(true);
    single = true;
    done.splice(0);
  });

  it("have a name for each combination", () => {
    const name = (init: KeyboardEventInit) => chord(new KeyboardEvent("keydown", init));
    expect(name({ key: "U", shiftKey: true })).toBe("⇧U");
    expect(name({ key: "Enter", ctrlKey: true, shiftKey: true })).toBe("Mod ⇧↵");
    expect(name({ key: "Escape" })).toBe("Esc");
  });
});
