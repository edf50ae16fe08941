import { afterEach, expect, it, vi } from "vitest";
import type { Core } from "./app";
import { siteCalls } from "./site";

afterEach(() => void vi.useRealTimers());

/** A fake core that records its calls, with only the parts that the methods use. */
function fake() {
  const done: unknown[] = [];
  const note =
    (what: string) =>
    (...all: unknown[]) =>
      void done.push([what, ...all]);
  const core = {
    host: { wish: note("wish"), post: note("post"), forget: note("forget") },
    visit: {
      who: () => null,
      be: note("be"),
      feed: { stop: note("stop") },
      ask: async (...all: unknown[]) => note("ask")(...all),
      at: () => ({ page: "https://shop.example/" }),
      follow: note("follow"),
    },
    rules: () => ({ invite: (id: string) => id === "1" }),
    talk: async () => ({ send: note("send"), draft: note("draft") }),
    also: note("also"),
    mute: note("mute"),
    reset: note("reset"),
  } as unknown as Core;
  const call = siteCalls(core);
  return { done, call: async (name: string, ...args: unknown[]) => void (await call(name, args)) };
}

it.each([
  ["UPDATEUSER", [{ name: "Ann" }], ["be", { name: "Ann" }]],
  ["userAuth", [{ user_id: 7 }], ["be", { userId: "7" }]],
  ["updateuserdata", [{ plan: "gold" }], ["be", { customData: { plan: "gold" } }]],
  ["setLocalization", ["de"], ["wish", "de"]],
  ["setPhraseList", ["de"], ["wish", "de"]],
  ["sendUserMessage", ["Hello"], ["send", "Hello", []]],
  ["typeUserMessage", ["Hello"], ["draft", "Hello"]],
  ["muteNotificationSound", [], ["mute", true]],
  ["muteNotificationSound", [false], ["mute", false]],
  ["logout", [], ["forget"]],
  ["logOut", [], ["follow", null, null]],
])("%s is carried out, in any case of its letters", async (name, args, expected) => {
  const { call, done } = fake();
  await call(name, ...args);
  expect(done).toContainEqual(expected);
});

it.each(["setOperatingHours", "openKBArticle", "setMediaCSS"])(
  "%s is HelpCrunch's, and the console is told that it does nothing",
  async name => {
    const { call, done } = fake();
    await call(name, {});
    expect(done).toEqual([["post", ["warn", `${name} does nothing here`]]]);
  },
);

it.each(["showWidget", "", "constructor", "__proto__", "x".repeat(65_536)])(
  "of a method that there is not the console is told, and nothing is thrown",
  async name => {
    const { call, done } = fake();
    await call(name, {});
    expect(done).toEqual([["post", ["warn", `There is no ${name.slice(0, 40)}`]]]);
  },
);

it("what a site tracks is told in one request", async () => {
  vi.useFakeTimers();
  const { call, done } = fake();
  await call("trackEvent", "a");
  await call("trackEvent", "b", { n: 1, deep: {} });
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  const events = [{ name: "a" }, { name: "b", data: { n: 1 } }];
  const body = { events, page: "https://shop.example/" };
  expect(done).toEqual([["ask", "POST", "events", { body }]]);
});

it("a proactive message that there is not is named in the console", async () => {
  const { call, done } = fake();
  await call("sendProactiveChatAutoMessage", 1);
  await call("sendProactiveChatAutoMessage", "2");
  expect(done).toEqual([["post", ["warn", "There is no proactive message 2"]]]);
});
