// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Hello, Paint, ToFrame, ToPage } from "../shared/protocol";
import { boot, type Host, PATIENCE_MS } from "./boot";

const host = window as unknown as Host;
const BASE = "https://desk.example/";
const PAINT: Paint = { css: "", cls: "", icon: "M0 0", label: "Chat", badge: "", title: "Chat" };

/** A fake frame of one page. */
class Frame {
  hello: Hello | undefined;
  origin = "";
  heard: ToFrame[] = [];
  port: MessagePort | undefined;
  root: ShadowRoot | undefined;
  greetings = 0;

  get element(): HTMLIFrameElement {
    return this.root?.querySelector("iframe") as HTMLIFrameElement;
  }

  get button(): HTMLButtonElement {
    return this.root?.querySelector("button") as HTMLButtonElement;
  }

  /** Loads the frame, which receives the hello message and reports that it is ready. */
  async loads(): Promise<void> {
    this.element.dispatchEvent(new Event("load"));
    await this.says(["ready"]);
  }

  async says(what: ToPage): Promise<void> {
    this.port?.postMessage(what);
    await settled();
  }

  calls(): unknown[][] {
    return this.heard.filter(it => it[0] === "call").map(it => [it[1], ...(it[2] as unknown[])]);
  }
}

/** Waits until the messages of ports have arrived. */
const settled = () => new Promise(then => setTimeout(then, 15));

let frame: Frame;
let warn: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  frame = new Frame();
  const of = frame;
  const attach = Element.prototype.attachShadow;
  vi.spyOn(Element.prototype, "attachShadow").mockImplementation(function (this: Element, init) {
    expect(init.mode).toBe("closed");
    of.root = attach.call(this, init);
    return of.root;
  });
  vi.spyOn(HTMLIFrameElement.prototype, "contentWindow", "get").mockReturnValue({
    postMessage(hello: Hello, origin: string, [port]: MessagePort[]) {
      of.hello = hello;
      of.origin = origin;
      of.greetings += 1;
      of.port = port;
      if (port) port.onmessage = e => of.heard.push(e.data);
    },
  } as unknown as Window);
  // The frame's page is not loaded here.
  Object.defineProperty(HTMLIFrameElement.prototype, "src", {
    configurable: true,
    get(this: HTMLElement) {
      return this.dataset["src"];
    },
    set(this: HTMLElement, url: string) {
      this.dataset["src"] = url;
    },
  });
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  // The idle time of a page that has loaded is now.
  host.requestIdleCallback = (then: IdleRequestCallback) => {
    then({ didTimeout: false, timeRemaining: () => 1 });
    return 1;
  };
});

afterEach(() => {
  frame.port?.close();
  delete host.HelpCrunch;
  delete host.helpcrunchSettings;
  localStorage.clear();
  document.body.replaceChildren();
});

/** The stub that all snippets have in common. */
function stub(): void {
  const i = ((...args: unknown[]) => i.c?.(args)) as NonNullable<Host["HelpCrunch"]>;
  const q: unknown[][] = [];
  i.q = q;
  i.c = args => q.push(Array.from(args));
  host.HelpCrunch = i;
}
const call = (...args: unknown[]) => host.HelpCrunch?.(...args);

describe("each generation of snippets", () => {
  it("newest: settings with an appId, shown by itself", async () => {
    host.helpcrunchSettings = { organization: "ostra", appId: "0b4c" };
    stub();
    boot(host, BASE);
    expect(frame.element.src).toBe("https://desk.example/widget/frame?app=0b4c&organization=ostra");
    await frame.loads();
    expect(frame.origin).toBe("https://desk.example");
    expect(frame.hello?.app).toBe("0b4c");
    expect(frame.calls()).toEqual([["showChatWidget"]]);
  });

  it("before: the same with a user and loadImmediately", async () => {
    const user = { email: "ann@example.com", user_id: "7" };
    host.helpcrunchSettings = { organization: "ostra", appId: "0b4c", user, loadImmediately: true };
    stub();
    boot(host, BASE);
    await frame.loads();
    expect(frame.hello?.options["user"]).toEqual(user);
  });

  it("before: init with an applicationId, shown on call", async () => {
    stub();
    call("init", "ostra", { applicationId: 3, applicationSecret: "c2VjcmV0" });
    call("showChatWidget");
    boot(host, BASE);
    await frame.loads();
    expect(frame.hello?.app).toBe("3");
    expect(frame.calls()).toEqual([["showChatWidget"]]);
  });

  it("before: a signature of the whole user proves nothing, and the console says what does", async () => {
    const user = { user_id: "7", name: "Ann" };
    stub();
    call("init", "ostra", {
      applicationId: 3,
      user,
      signature: "0cc175b9c0f1b6a831c399e269772661",
    });
    boot(host, BASE);
    expect(warn.mock.calls).toEqual([["[chat]", "Sign user_id and not init"]]);
    call("showChatWidget");
    await frame.loads();
    expect(frame.hello?.options["user"]).toEqual(user);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("before: a signature of the user's id is handed over without a word", async () => {
    const user = { user_id: "7", signature: "0cc175b9c0f1b6a831c399e269772661" };
    stub();
    call("init", "ostra", { applicationId: 3, user });
    call("showChatWidget");
    boot(host, BASE);
    await frame.loads();
    expect(frame.hello?.options["user"]).toEqual(user);
    expect(warn).not.toHaveBeenCalled();
  });

  it("oldest: what was called before init runs after it", async () => {
    stub();
    call("showChatWidget");
    call("updateUser", { name: "Ann" });
    boot(host, `${BASE}support/`);
    expect(frame.root).toBeUndefined();
    call("init", "ostra", { applicationId: 3 });
    await frame.loads();
    expect(frame.element.src).toBe(
      "https://desk.example/support/widget/frame?app=3&organization=ostra",
    );
    expect(frame.calls()).toEqual([["showChatWidget"], ["updateUser", { name: "Ann" }]]);
  });

  it("the stub that somebody kept still reaches the widget", async () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    stub();
    const kept = host.HelpCrunch;
    boot(host, BASE);
    await frame.loads();
    kept?.("hideChatWidget");
    await settled();
    expect(frame.calls().at(-1)).toEqual(["hideChatWidget"]);
  });

  it("a page without a stub has the function afterwards", () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
    expect(typeof host.HelpCrunch).toBe("function");
  });
});

describe("calls", () => {
  beforeEach(async () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
    await frame.loads();
    frame.heard = [];
  });

  it.each(["updateUser", "UPDATEUSER", "setMediaCSS", "showWidget", "", "constructor"])(
    "%s reaches the frame as it was written, which knows the methods",
    async name => {
      call(name, 1, "two");
      await settled();
      expect(frame.calls()).toEqual([[name, 1, "two"]]);
      expect(warn).not.toHaveBeenCalled();
    },
  );

  it("openChat and closeChat tell the frame and the site, once", async () => {
    const heard: string[] = [];
    call("onChatOpen", () => heard.push("open"));
    call("onChatClose", () => heard.push("close"));
    call("openChat");
    call("openChat");
    call("closeChat");
    await settled();
    expect(heard).toEqual(["open", "close"]);
    expect(frame.heard).toEqual([
      ["open", true],
      ["open", false],
    ]);
  });

  it("the callback of old sites is called when the frame has done it", async () => {
    const then = vi.fn();
    call("updateUser", { name: "Ann" }, false, then);
    await settled();
    expect(then).not.toHaveBeenCalled();
    await frame.says(["done", (frame.heard[0] as [string, string, unknown[], number])[3]]);
    expect(then).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["a cycle", () => Object.assign([], { 0: window })],
    [
      "a getter that throws",
      () => ({
        get x(): never {
          throw new Error("theirs");
        },
      }),
    ],
    ["a big integer", () => ({ n: 1n })],
  ])("arguments with %s are left out", async (_, make) => {
    expect(() => call("updateUser", make())).not.toThrow();
    await settled();
    expect(frame.calls()).toEqual([["updateUser"]]);
  });

  it("no argument at all throws nothing", () => {
    expect(() => call()).not.toThrow();
    expect(() => host.HelpCrunch?.(Symbol("x") as never)).not.toThrow();
  });
});

describe("what is kept", () => {
  it("a page that was not acted on leaves nothing behind", async () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
    await frame.loads();
    call("openChat");
    await frame.says(["kept", { r: [1] }]);
    expect(localStorage.length).toBe(0);
  });

  it("the token is kept from the moment there is one, and the open chat with it", async () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
    await frame.loads();
    await frame.says(["kept", { t: "dbv_1" }]);
    call("openChat");
    expect(JSON.parse(localStorage.getItem("deskbell:0b4c") ?? "")).toEqual({
      t: "dbv_1",
      o: true,
    });
    await frame.says(["kept", { t: undefined }]);
    expect(localStorage.length).toBe(0);
  });

  it("the next page hands it to the frame", async () => {
    localStorage.setItem("deskbell:0b4c", '{"t":"dbv_1","o":true}');
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
    await frame.loads();
    expect(frame.hello).toMatchObject({ kept: { t: "dbv_1" }, open: true });
  });

  it("with startOnCall nothing is loaded until a call shows or opens it", () => {
    host.helpcrunchSettings = { appId: "0b4c", startOnCall: true };
    boot(host, BASE);
    call("updateUser", { name: "Ann" });
    expect(frame.root).toBeUndefined();
    call("openChat");
    expect(frame.element.src).toContain("app=0b4c");
  });
});

describe("the page", () => {
  beforeEach(async () => {
    host.helpcrunchSettings = { appId: "0b4c" };
    boot(host, BASE);
  });

  it("shows what the frame paints, as text", async () => {
    await frame.loads();
    const hostile = '<img src=x onerror="alert(1)">';
    await frame.says([
      "paint",
      { ...PAINT, cls: "on", label: hostile, badge: hostile, title: hostile },
    ]);
    expect(frame.root?.querySelectorAll("img").length).toBe(0);
    expect(frame.button.getAttribute("aria-label")).toBe(hostile);
    expect(frame.button.getAttribute("aria-expanded")).toBe("true");
    expect(frame.element.title).toBe(hostile);
  });

  it("opens by the button and closes by Escape", async () => {
    await frame.loads();
    frame.button.click();
    frame.button.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await settled();
    expect(frame.heard.slice(1)).toEqual([
      ["open", true],
      ["open", false],
    ]);
  });

  it("a second script on it does nothing", () => {
    boot(host, "https://other.example/");
    expect(document.querySelectorAll("deskbell-widget").length).toBe(1);
  });

  it("a frame that loads anew is greeted anew", async () => {
    await frame.loads();
    await frame.loads();
    expect(frame.greetings).toBe(2);
  });

  it("calls before the frame is there wait for it, in order", async () => {
    call("updateUser", { name: "Ann" });
    call("sendUserMessage", "Hello");
    await frame.loads();
    expect(frame.calls()).toEqual([
      ["showChatWidget"],
      ["updateUser", { name: "Ann" }],
      ["sendUserMessage", "Hello"],
    ]);
  });
});

it("a frame that is refused is told to the console and to nobody else", () => {
  vi.useFakeTimers();
  host.helpcrunchSettings = { appId: "0b4c" };
  boot(host, BASE);
  call("openChat");
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(warn.mock.calls[0]?.[1]).toContain("is not let in");
  vi.useRealTimers();
});

it("settings without an appId are told to the console, unless a call gives it", () => {
  vi.useFakeTimers();
  host.helpcrunchSettings = {};
  boot(host, BASE);
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(warn.mock.calls).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(warn.mock.calls).toEqual([["[chat]", "No appId"]]);
  vi.useRealTimers();
});

it("a call may give the appId that the settings lack", () => {
  vi.useFakeTimers();
  host.helpcrunchSettings = {};
  boot(host, BASE);
  call("init", "acme", { appId: "0b4c" });
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(warn.mock.calls).toEqual([]);
  vi.useRealTimers();
});

it("a host with hostile settings breaks nothing", () => {
  for (const settings of [{ appId: {} }, { appId: "x".repeat(70_000) }, { appId: "../../x?y#z" }]) {
    host.helpcrunchSettings = settings;
    expect(() => boot(host, BASE)).not.toThrow();
    const src = frame.element.src;
    expect(src.startsWith("https://desk.example/widget/frame?app=")).toBe(true);
    delete host.HelpCrunch;
  }
});
