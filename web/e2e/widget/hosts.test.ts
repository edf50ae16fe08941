// Pages that let in little: strict policies, Trusted Types, sandboxes, no storage, a refused frame. Each goes on as it
// was, and the widget works or says why it does not.

import { type Desk, expect, type Json, type T, test } from "../harness/test.ts";
import { type SitePage, tag } from "./site.ts";
import { follow, ownSite, sent, staff, tab, type Visitor, visit } from "./visitor.ts";

/** Opens a page of the site, with a clock that the test sets. */
async function strict(t: T, desk: Desk, given: Partial<SitePage> = {}): Promise<Visitor> {
  const page = await tab(t, desk);
  await page.clock.install();
  return follow(t, desk, page, given);
}

/**
 * Advances the clock past the loader's timeout; resolves when the loader warns that the frame is
 * blocked.
 */
async function isNotLetIn(it: Visitor): Promise<void> {
  await expect
    .poll(async () => {
      await it.page.clock.fastForward(20_000);
      return it.said.filter(line => line.includes("is not let in")).length;
    })
    .toBe(1);
}

test.once(
  "a strict host lets it in with script-src and frame-src alone, under Trusted Types",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const { url } = desk.server;
    const policy = `default-src 'none'; script-src 'nonce-n' ${url}; frame-src ${url}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'`;
    const it = await visit(t, desk, {
      snippet: tag(desk),
      headers: { "content-security-policy": policy },
    });
    await it.heard("onReady");
    await it.open();
    await it.writes("Hello");
    expect(it.said.filter(line => /Refused|violat|Trusted/i.test(line))).toEqual([]);
  },
);

test.once("where the frame is refused, the page goes on and the console says so", async t => {
  t.expects(/frame-src|Framing/);
  const desk = t.desk();
  const { url } = desk.server;
  const it = await strict(t, desk, {
    snippet: tag(desk),
    headers: {
      "content-security-policy": `default-src 'none'; script-src 'nonce-n' ${url}; frame-src 'none'; img-src data:`,
    },
  });
  await it.call("openChat");
  await it.call("sendUserMessage", "x");
  expect(await it.page.textContent("h1")).toBe("Mono, green and brass");
  await isNotLetIn(it);
  expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
});

/** The parts of the widget that an ad blocker may refuse. */
const PARTS = {
  frame: "**/widget/frame*",
  "script of the frame": "**/assets/widget-widget-*",
};

for (const [part, urls] of Object.entries(PARTS)) {
  test.once(
    `where a blocker refuses the ${part}, the page goes on and the console says so`,
    async t => {
      t.expects(/ERR_BLOCKED_BY_CLIENT|target origin/);
      const desk = t.desk();
      const page = await tab(t, desk);
      await page.clock.install();
      await page.route(urls, it => it.abort("blockedbyclient"));
      const it = await follow(t, desk, page);
      await it.call("openChat");
      await it.call("sendUserMessage", "x");
      await isNotLetIn(it);
      // Nothing covers the page.
      const covers = () => document.elementFromPoint(innerWidth - 60, innerHeight - 60)?.localName;
      expect(await page.evaluate(covers)).not.toBe("deskbell-widget");
      expect(await page.evaluate(() => (window as Json).thrown)).toEqual([]);
    },
  );
}

test.once("where a blocker refuses the script, what the page calls is harmless", async t => {
  t.expects(/ERR_BLOCKED_BY_CLIENT/);
  const desk = t.desk();
  const page = await tab(t, desk);
  await page.route("**/sdk.js", it => it.abort("blockedbyclient"));
  const refused = page.waitForEvent("requestfailed");
  const it = await follow(t, desk, page);
  await refused;
  await it.call("openChat");
  await it.call("updateUser", { name: "Ann" });
  expect(await page.textContent("h1")).toBe("Mono, green and brass");
  expect(await page.evaluate(() => (window as Json).thrown)).toEqual([]);
});

test.once("a site that is not the application's shows no widget, and hears why", async t => {
  t.expects(/frame-ancestors|Framing/);
  const desk = t.desk();
  const agent = await staff(desk);
  await agent.call("PATCH", `/applications/${desk.application}/widget`, {
    sites: ["shop.example"],
  });
  const it = await strict(t, desk);
  await it.call("openChat");
  await isNotLetIn(it);
  expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
});

test.once(
  "a sandboxed page goes on, and the console says that the frame is not let in",
  async t => {
    t.expects(/Framing|CORS/);
    const desk = t.desk();
    await staff(desk);
    const it = await strict(t, desk, {
      headers: { "content-security-policy": "sandbox allow-scripts" },
    });
    await it.call("openChat");
    await isNotLetIn(it);
    expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
  },
);

test.once("a sandbox that lets in scripts of the same origin has a chat", async t => {
  const desk = t.desk();
  await staff(desk);
  const it = await visit(t, desk, {
    headers: { "content-security-policy": "sandbox allow-scripts allow-same-origin" },
  });
  await it.heard("onReady");
  const frame = await it.open();
  await it.writes("Hello from a sandbox");
  expect(await sent(frame).count()).toBe(1);
});

test.once(
  "where storage throws, on the page or in the frame, the chat lasts as long as the page",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const page = await tab(t, desk);
    await page.addInitScript(() => {
      const get = () => {
        throw new DOMException("denied", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"])
        Object.defineProperty(window, name, { get });
      Object.defineProperty(document, "cookie", { get, set: get });
    });
    const it = await follow(t, desk, page);
    await it.heard("onReady");
    const frame = await it.open();
    await it.writes("Hello");
    await it.call("closeChat");
    await frame.locator(".window").waitFor({ state: "detached" });
    await it.open();
    await expect.poll(() => sent(frame).count()).toBe(1);
    expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
  },
);

test.once("before it is opened a page pays for five requests, and no layout shifts", async t => {
  const desk = t.desk();
  await staff(desk);
  const page = await tab(t, desk);
  const asked: string[] = [];
  page.on("request", it => {
    if (it.url().startsWith(desk.server.url)) asked.push(new URL(it.url()).pathname);
  });
  await page.addInitScript(() => {
    (window as Json).shifts = 0;
    new PerformanceObserver(list => {
      for (const it of list.getEntries()) (window as Json).shifts += (it as Json).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const it = await follow(t, desk, page);
  await it.heard("onReady");
  await expect.poll(() => asked.length).toBe(5);
  expect(asked.map(it => it.replace(/-[\w-]{8}\.js$/, ""))).toEqual([
    "/sdk.js",
    "/widget/frame",
    "/assets/widget-widget",
    "/widget/v1/session",
    "/assets/widget-en",
  ]);
  expect(await it.page.evaluate(() => (window as Json).shifts)).toBe(0);
  expect((await ownSite()).url).not.toBe(desk.server.url);
});
