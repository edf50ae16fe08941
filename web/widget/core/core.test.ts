import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contrast, palette, parse } from "../../ui/colour";
import { identity } from "./identity";
import { chat, event, messages } from "./news";
import { outbox, type Sent } from "./outbox";
import { paint, type Scene } from "./paint";
import { next, urlFits } from "./rules";
import { merge } from "./threads";
import type { Message, Rule, Sending } from "./types";
import { session } from "./wire";

describe("colours", () => {
  const surfaces = { light: [238, 237, 232], dark: [32, 38, 36] } as const;
  it.each(["#ffffff", "#000000", "#ffff00", "#0f6a53", "#ff00aa", "#808080"])(
    "whatever a site chose (%s), all on it can be read",
    colour => {
      for (const dark of [false, true]) {
        const it = palette(colour, dark);
        const rgb = (text: string) => parse(text) ?? [0, 0, 0];
        const ground = [...surfaces[dark ? "dark" : "light"]] as [number, number, number];
        expect(contrast(rgb(it["--on-accent"]), rgb(it["--accent"]))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(it["--on-mine"]), rgb(it["--mine"]))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(it["--accent-text"]), ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(["red", "#12", "#ggg", "url(x)", "#fff;}*{", ""])("%s is no colour", colour => {
    expect(parse(colour)).toBeNull();
    expect(palette(colour, false)).toEqual(palette(null, false));
  });
});

const state: Scene["state"] = {
  palette: palette(null, false),
  dark: false,
  open: false,
  phase: "ready",
  tease: null,
  unread: { messages: 2, chats: 1 },
};
const scene: Scene = {
  state,
  button: true,
  side: "right",
  x: 24,
  y: 24,
  words: { open: "Open chat", close: "Close chat", unread: "Unread messages: 2" },
};

describe("the page's picture", () => {
  it("the button says what it does and how much is unread", () => {
    expect(paint(scene)).toMatchObject({ label: "Open chat, Unread messages: 2", badge: "2" });
    expect(paint({ ...scene, state: { ...state, open: true } })).toMatchObject({
      label: "Close chat",
      badge: "",
    });
    const unread = { messages: 500, chats: 1 };
    expect(paint({ ...scene, state: { ...state, unread } }).badge).toBe("99+");
  });

  it("numbers of a site stay numbers", () => {
    const { css } = paint({ ...scene, x: "1}*{display:none" as never, y: 1e9 });
    expect(css).not.toContain("}*{display");
    expect(css).toContain("bottom:2000px");
  });
});

describe("rules", () => {
  const rule = (it: Partial<Rule>): Rule => ({
    id: 1,
    message: "Hi",
    pages: [],
    after: 0,
    languages: [],
    visits: 0,
    ...it,
  });
  const visit = { url: "https://a.example/shop/1?x", seconds: 5, languages: ["de-AT"], visits: 1 };

  it.each([
    ["/shop/", true],
    ["*/shop/*", true],
    ["https://a.example/*", true],
    ["https://a.example/shop", true],
    ["*/shop", false],
    ["*shop*?x", true],
    ["*/cart*", false],
    ["", true],
    ["*", true],
  ])("%s", (pattern, fits) => {
    expect(urlFits(pattern, visit.url)).toBe(fits);
  });

  it("the one that is due first comes first, and none twice", () => {
    const rules = [rule({ id: 1, after: 30 }), rule({ id: 2, after: 10 })];
    expect(next(rules, visit, [])).toEqual({ rule: rules[1], in: 5 });
    expect(next(rules, visit, [2])).toEqual({ rule: rules[0], in: 25 });
    expect(next(rules, visit, [1, 2])).toBeNull();
  });

  it("language and visits decide too", () => {
    expect(next([rule({ languages: ["de"] })], visit, [])).not.toBeNull();
    expect(next([rule({ languages: ["fr"] })], visit, [])).toBeNull();
    expect(next([rule({ visits: 2 })], visit, [])).toBeNull();
  });

  // A matcher that tries every way to place the stars would look some 4,000 times, and end all the same.
  it("a pattern of many stars is refused after looking for each of its parts once", () => {
    const indexOf = vi.spyOn(String.prototype, "indexOf");
    const does = urlFits(`${"*a".repeat(6)}*b`, "a".repeat(12));
    const looks = indexOf.mock.calls.length;
    indexOf.mockRestore();
    expect(does).toBe(false);
    expect(looks).toBe(7);
  });
});

describe("the user object", () => {
  it("has all forms of proof, and numbers as ids", () => {
    expect(identity({ user_id: 7, signature: "ff" })).toEqual({ userId: "7", proof: "ff" });
    expect(identity({ user_id: "7", security_hash: "ff" })).toEqual({ userId: "7", proof: "ff" });
    expect(identity({ token: "a.b.c", signature: "ff" })).toEqual({ proof: "a.b.c" });
  });

  it("takes flat scalars alone", () => {
    const custom_data = { plan: "gold", seats: 5, deep: { a: 1 }, list: [1], none: null };
    expect(identity({ name: "Ann", custom_data, other: {} })).toEqual({
      name: "Ann",
      customData: { plan: "gold", seats: 5 },
    });
  });

  it.each([null, undefined, 1, "x", [], {}, { name: "" }])("%j says nothing", given => {
    expect(identity(given)).toBeNull();
  });
});

describe("the outbox", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const sending = (key: string): Sending => ({
    key,
    chat: 1,
    birth: "",
    since: 0,
    text: key,
    files: [],
    at: 0,
  });

  it("sends one after the other, in order, until each is taken", async () => {
    const tried: string[] = [];
    const answers: Sent[] = [{ again: null }, { again: 1000 }, { taken: true }, { taken: true }];
    const box = outbox(
      async it => {
        tried.push(it.key);
        return answers.shift() ?? { taken: true };
      },
      () => {},
    );
    box.add(sending("a"));
    box.add(sending("b"));
    await vi.advanceTimersByTimeAsync(5000);
    expect(tried).toEqual(["a", "a", "a", "b"]);
    expect(box.all()).toEqual([]);
  });

  it("a refused one stays, and the next goes on", async () => {
    const box = outbox(
      async it => (it.key === "a" ? { refused: "blocked" } : { taken: true }),
      () => {},
    );
    box.add(sending("a"));
    box.add(sending("b"));
    await vi.advanceTimersByTimeAsync(10);
    expect(box.all()).toEqual([{ ...sending("a"), refused: "blocked" }]);
    box.drop("a");
    expect(box.all()).toEqual([]);
  });

  it("a sender that throws loses nothing", async () => {
    const box = outbox(
      () => Promise.reject(new Error("broken")),
      () => {},
    );
    box.add(sending("a"));
    await vi.advanceTimersByTimeAsync(100_000);
    expect(box.all().length).toBe(1);
    box.clear();
  });

  it("what an earlier page left comes first, and once", async () => {
    const box = outbox(
      () => new Promise(() => {}),
      () => {},
    );
    box.add(sending("b"));
    box.restore([sending("a"), sending("b")]);
    expect(box.all().map(it => it.key)).toEqual(["a", "b"]);
  });
});

describe("what the server says", () => {
  it.each([null, 1, "x", [], {}, { chats: [null, 1], messages: "x", look: [], rules: [{}] }])(
    "%j does not break the widget",
    it => {
      expect(() => session(it)).not.toThrow();
      expect(() => event(it)).not.toThrow();
      expect(() => messages(it)).not.toThrow();
    },
  );

  it("a session is read as the description shows it", () => {
    const it = session({
      token: "dbv_1",
      identity: "claimed",
      seq: 42,
      online: true,
      look: {
        color: "#0f6a53",
        position: "left",
        preChat: { enabled: true, fields: [{ name: "email", required: true }] },
      },
      known: ["name"],
      chats: [
        {
          id: 1,
          open: false,
          agent: { name: "Lisa" },
          unread: 2,
          ratable: true,
          preview: "Hi",
          lastMessageAt: 5,
        },
      ],
      chat: 1,
      messages: [
        {
          id: 8,
          chatId: 1,
          from: "agent",
          agent: { name: "Lisa" },
          text: "b",
          createdAt: "5.100",
          read: false,
        },
        {
          id: 7,
          chatId: 1,
          from: "customer",
          agent: null,
          text: "a",
          createdAt: "4.000",
          read: true,
        },
      ],
    });
    expect(it.identified).toBe(true);
    expect(it.shown.config.position).toBe("left");
    expect(it.shown.config.preChat.fields).toEqual([{ name: "email", required: true }]);
    expect(it.chats.map(chat)[0]).toMatchObject({ closed: true, ratable: true, unread: 2 });
    expect(messages(it.page).messages.map(m => [m.id, m.mine, m.seen, m.at])).toEqual([
      [7, true, true, 4],
      [8, false, false, 5.1],
    ]);
  });

  it("a thread holds each message once, in order", () => {
    const message = (id: number) => ({ id }) as Message;
    const thread = merge(merge(undefined, [message(3), message(1)]), [message(2), message(3)]);
    expect(thread.messages.map(it => it.id)).toEqual([1, 2, 3]);
  });
});
