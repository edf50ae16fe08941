// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { start } from "./app";

vi.mock("./app", () => ({ start: vi.fn() }));

const ORIGIN = "https://shop.example";
const HELLO = { deskbell: 1, app: "7" };

/**
 * Sends the frame a message; without changes, the hello message of the page that embeds the frame.
 */
function say(change: { source?: Window | null; data?: unknown; ports?: MessagePort[] } = {}): void {
  const { source = parent, data = HELLO, ports = [port] } = change;
  const message = new MessageEvent("message", { data, origin: ORIGIN });
  // The environment takes neither a source that is no window nor ports of another kind.
  Object.defineProperties(message, { source: { value: source }, ports: { value: ports } });
  dispatchEvent(message);
}

let port: MessagePort;

beforeEach(async () => {
  vi.mocked(start).mockClear();
  port = new MessageChannel().port1;
  vi.resetModules();
  await import("./main");
});

it.each<[string, Parameters<typeof say>[0]]>([
  ["another window", { source: {} as Window }],
  ["no window", { source: null }],
  ["the page, without a port", { ports: [] }],
  ["the page, of another version", { data: { ...HELLO, deskbell: 2 } }],
  ["the page, of another script", { data: "webpackHotUpdate" }],
  ["the page, of nothing", { data: null }],
])("a message of %s is not heard, and the hello after it is", (_, change) => {
  expect(() => say(change)).not.toThrow();
  expect(start).not.toHaveBeenCalled();
  say();
  expect(start).toHaveBeenCalledExactlyOnceWith(HELLO, ORIGIN, port);
});

it("only the first hello is heard", () => {
  say();
  say({ data: { ...HELLO, app: "8" } });
  expect(start).toHaveBeenCalledExactlyOnceWith(HELLO, ORIGIN, port);
});
