// @vitest-environment happy-dom
import { expect, it } from "vitest";
import type { Hello, Page } from "../shared/protocol";
import { type HostPage, hostPage } from "./host";
import { first, type State } from "./state";
import { type Store, store } from "./store";

const ORIGIN = "https://shop.example";

/** The part of a page that determines the theme: its `color-scheme`, and whether the system is dark. */
type Scheme = Pick<Page, "scheme" | "dark">;

const pageOf = (it: Scheme): Page => ({ url: `${ORIGIN}/`, title: "", referrer: "", ...it });

function made(scheme: Scheme, options = {}): { host: HostPage; state: Store<State> } {
  const hello: Hello = {
    deskbell: 1,
    app: "7",
    kept: {},
    page: pageOf(scheme),
    languages: ["en"],
    options,
    quiet: false,
    open: false,
  };
  const state = store(first());
  const host = hostPage(hello, ORIGIN, new MessageChannel().port1, state);
  host.look();
  return { host, state };
}

/**
 * The theme in the frame's state, in the frame's style sheets, and in the browser's own controls.
 */
function theme(state: Store<State>): string[] {
  const { dataset, style } = document.documentElement;
  return [state().dark ? "dark" : "light", dataset["theme"] ?? "", style.colorScheme];
}

it.each([
  ["normal", false, undefined, "light"],
  // A page that does not say that it can be dark is light.
  ["normal", true, undefined, "light"],
  ["light", true, undefined, "light"],
  ["only light", true, undefined, "light"],
  ["dark", false, undefined, "dark"],
  ["only dark", false, undefined, "dark"],
  ["light dark", false, undefined, "light"],
  ["light dark", true, undefined, "dark"],
  ["dark light", false, undefined, "light"],
  ["dark", true, "light", "light"],
  ["light dark", true, "light", "light"],
  ["normal", false, "dark", "dark"],
  ["light", false, "dark", "dark"],
  ["light dark", true, "pink", "dark"],
])(
  "a page with color-scheme %s, whose system is dark: %s, and theme %s has a %s widget",
  (scheme, dark, wished, expected) => {
    const { state } = made({ scheme, dark }, { theme: wished });
    expect(theme(state)).toEqual([expected, expected, expected]);
  },
);

it("the widget becomes dark and light again with the page", () => {
  const { host, state } = made({ scheme: "light dark", dark: false });
  const light = state().palette;
  host.moved(pageOf({ scheme: "light dark", dark: true }));
  host.look();
  expect(theme(state)).toEqual(["dark", "dark", "dark"]);
  expect(state().palette).not.toEqual(light);
  host.moved(pageOf({ scheme: "light", dark: true }));
  host.look();
  expect(theme(state)).toEqual(["light", "light", "light"]);
  expect(state().palette).toEqual(light);
});
