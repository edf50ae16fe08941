// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import type { Hello, ToPage } from "../shared/protocol";
import { start } from "./app";

let sockets: Socket[] = [];

class Socket {
  readyState = 1;
  onopen?: () => void;
  constructor() {
    sockets.push(this);
  }
  send(): void {}
  close(): void {
    this.readyState = 3;
  }
}

/** The server's answer to the beginning of a session. */
const SESSION = { token: "dbv_1", seq: 1, history: "h", identity: "claimed", maxFileBytes: 1000 };

beforeEach(() => {
  sockets = [];
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", async () => Response.json(SESSION));
});

it("a hidden page hears on after the network was gone", async () => {
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const url = "https://shop.example/";
  const hello: Hello = {
    deskbell: 1,
    app: "7",
    kept: { t: "dbv_1" },
    page: { url, title: "", referrer: "", scheme: "normal", dark: false },
    languages: ["en"],
    options: {},
    quiet: true,
    open: false,
  };
  const said: ToPage[] = [];
  const port = { postMessage: (what: ToPage) => said.push(what), onmessage: null };
  await start(hello, "https://shop.example", port as unknown as MessagePort);
  await vi.waitFor(() => expect(sockets.length).toBe(1));
  dispatchEvent(new Event("offline"));
  expect(sockets[0]?.readyState).toBe(3);
  dispatchEvent(new Event("online"));
  expect(sockets.length).toBe(2);
  expect(sockets[1]?.readyState).toBe(1);
});
