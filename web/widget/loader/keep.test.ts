// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";
import { keepOf } from "./keep";

beforeEach(() => localStorage.clear());

it("nothing is written before there is a token", () => {
  keepOf(window, "7").set({ m: true, o: true });
  expect(localStorage.length).toBe(0);
});

it("what is kept is there on the next page, for that application alone", () => {
  keepOf(window, "7").set({ t: "dbv_1", o: true });
  expect(keepOf(window, "7").get()).toEqual({ t: "dbv_1", o: true });
  expect(keepOf(window, "8").get()).toEqual({});
});

it("a token that goes takes everything with it", () => {
  const keep = keepOf(window, "7");
  keep.set({ t: "dbv_1", r: [3] });
  keep.set({ t: undefined, r: [3] });
  expect(localStorage.length).toBe(0);
  expect(keep.get()).toEqual({});
});

it("without storage it lives as long as the page", () => {
  const closed = {
    get localStorage(): Storage {
      throw new DOMException("no", "SecurityError");
    },
    document,
    addEventListener() {},
  };
  const keep = keepOf(closed as unknown as Window, "7");
  expect(keep.get()).toEqual({});
  keep.set({ t: "dbv_1" });
  expect(keep.get()).toEqual({ t: "dbv_1" });
});

it.each(["{", "7", "null", '"x"', "[1]"])(
  "what others wrote into storage is no danger: %s",
  text => {
    localStorage.setItem("deskbell:7", text);
    expect(keepOf(window, "7").get().t).toBeUndefined();
  },
);

it("with shareAcross it is a cookie of that domain", () => {
  const writes: string[] = [];
  let jar = "";
  const site = {
    document: {
      get cookie() {
        return jar;
      },
      set cookie(text: string) {
        writes.push(text);
        jar = `other=1; ${text.split(";")[0]}`;
      },
    },
  };
  const keep = keepOf(site as unknown as Window, "7", "example.com");
  keep.set({ t: "dbv_1" });
  expect(writes[0]).toContain("domain=example.com;path=/;max-age=7776000;secure;samesite=lax");
  expect(keep.get()).toEqual({ t: "dbv_1" });
  expect(keepOf(site as unknown as Window, "7", "example.com").get()).toEqual({ t: "dbv_1" });
});

it("another tab's change is heard of", () => {
  const heard = vi.fn();
  keepOf(window, "7").watch(heard);
  window.dispatchEvent(new StorageEvent("storage", { key: "deskbell:7" }));
  window.dispatchEvent(new StorageEvent("storage", { key: "other" }));
  expect(heard).toHaveBeenCalledTimes(1);
});
