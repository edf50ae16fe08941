import { expect, it, vi } from "vitest";
import { events } from "./events";

it("an event has its fields at the top and in detail", () => {
  const bus = events(() => {});
  const heard = vi.fn();
  bus.on("onNewUnreadMessages", heard);
  bus.emit("onNewUnreadMessages", { unreadMessages: 3 });
  expect(heard).toHaveBeenCalledWith({
    type: "onNewUnreadMessages",
    unreadMessages: 3,
    detail: { unreadMessages: 3 },
  });
});

it("who asks for onReady late is called at once, and everybody once", () => {
  const bus = events(() => {});
  const early = vi.fn();
  const late = vi.fn();
  bus.on("onready", early);
  bus.emit("onReady");
  bus.on("onReady", late);
  bus.emit("onReady");
  expect(early).toHaveBeenCalledTimes(1);
  expect(late).toHaveBeenCalledTimes(1);
});

it("a handler that throws stops no other", () => {
  const complaints = vi.fn();
  const bus = events(complaints);
  const other = vi.fn();
  bus.on("onChatOpen", () => {
    throw new Error("theirs");
  });
  bus.on("onChatOpen", other);
  bus.on("onChatOpen", "not a function");
  bus.emit("onChatOpen");
  expect(other).toHaveBeenCalled();
  expect(complaints).toHaveBeenCalledTimes(2);
});

it("a detail cannot take the place of the event's type", () => {
  const bus = events(() => {});
  const heard = vi.fn();
  bus.on("onchatopen", heard);
  bus.emit("onChatOpen", { type: "other" });
  expect(heard.mock.calls[0]?.[0].type).toBe("onChatOpen");
});
