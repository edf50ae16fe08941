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

/** A fake window, which drops cookies that are too long, as browsers do. */
function jar(localStorage: Storage | null = window.localStorage) {
  const writes: string[] = [];
  let held = "";
  const document = {
    get cookie() {
      return `other=1; ${held}`;
    },
    set cookie(text: string) {
      writes.push(text);
      const pair = text.split(";")[0] ?? "";
      if (pair.length <= 4096) held = pair;
    },
  };
  return { site: { document, localStorage }, writes };
}

const shared = (site: unknown) => keepOf(site as Window, "7", "example.com");

it("what is too long for a cookie stays on the subdomain, and the visitor is the same on all", () => {
  const { site } = jar();
  const t = `dbv_${"1".repeat(1600)}`;
  const kept = { t, m: true, d: { 1: "ü".repeat(1000) } };
  shared(site).set({ t, o: true });
  shared(site).set(kept);
  expect(shared(site).get()).toEqual(kept);
  expect(shared({ ...site, localStorage: null }).get()).toEqual({ t, m: true });
  shared(site).set({ t, m: false });
  expect(shared(site).get()).toEqual({ t, m: false });
  expect(localStorage.length).toBe(0);
});

it("what stays on the subdomain is nobody else's", () => {
  const { site } = jar();
  shared(site).set({ t: "dbv_1", d: { 1: "x".repeat(5000) } });
  shared({ ...site, localStorage: null }).set({ t: "dbv_2" });
  expect(shared(site).get()).toEqual({ t: "dbv_2" });
  shared({ ...site, localStorage: null }).set({});
  expect(shared(site).get()).toEqual({});
});

it("without storage what is too long for a cookie lives as long as the page", () => {
  const { site } = jar(null);
  const keep = shared(site);
  const kept = { t: "dbv_1", d: { 1: "x".repeat(5000) } };
  keep.set(kept);
  expect(keep.get()).toEqual(kept);
  expect(shared(site).get()).toEqual({ t: "dbv_1" });
});

it("with shareAcross it is a cookie of that domain", () => {
  const { site, writes } = jar();
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
