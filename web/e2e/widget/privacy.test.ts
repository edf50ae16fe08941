// What is stored, where, and from when on; what a page that asks for consent, or a browser that asks not to be followed,
// is spared. `docs/widget-js.md` says the same to those who build sites.

import { expect, type Json, type Page, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import { field, follow, newest, ownSite, staff, tab, visit } from "./visitor.ts";

/** Returns everything that the browser has stored for the site and for the server. */
async function stored(page: Page): Promise<Json> {
  const own = () => {
    try {
      return { local: { ...localStorage }, session: { ...sessionStorage } };
    } catch {
      // A browser that refuses a frame its storage has nothing in it.
      return { local: {}, session: {} };
    }
  };
  const frame = page.frames().find(it => it.url().includes("/widget/frame"));
  const here = await page.evaluate(own);
  return {
    kept: Object.values(here.local).map(it => JSON.parse(`${it}`)),
    keys: Object.keys(here.local),
    other: [here.session, ...(frame ? Object.values(await frame.evaluate(own)) : [])].filter(
      it => Object.keys(it).length,
    ),
    cookies: (await page.context().cookies()).map(it => it.name),
  };
}
const NOTHING = { kept: [], keys: [], other: [], cookies: [] };

test("who only looks leaves nothing; who writes leaves what the documentation says, until they log out", async t => {
  const desk = t.desk();
  const agent = await staff(desk);
  await agent.call("POST", "/rules", { name: "Hi", message: "Questions?", enabled: true });
  const it = await visit(t, desk);
  await it.heard("onProactiveMessage");
  const frame = await it.open();
  await field(frame).waitFor();
  await it.call("muteNotificationSound");
  await it.call("closeChat");
  await it.call("openChat");
  await it.heard("onChatClose");
  expect(await stored(it.page)).toEqual(NOTHING);
  expect((await desk.api("GET", "customers")).total).toBe(0);

  await it.writes("Hello");
  await it.settles();
  const { kept, keys, ...rest } = await stored(it.page);
  expect(rest).toEqual({ other: [], cookies: [] });
  expect(keys).toEqual([`deskbell:${desk.application}`]);
  // Token, open, sound, rules that were shown, visits, and what is typed.
  expect(Object.keys(kept[0]).sort()).toEqual(["d", "m", "o", "r", "t", "v"]);
  expect(kept[0]).toMatchObject({ t: expect.stringMatching(/^dbv_/), o: true, m: true });
  await field(frame).fill("Half a thought");
  await expect
    .poll(async () => Object.values((await stored(it.page)).kept[0].d))
    .toContain("Half a thought");
  expect((await desk.api("GET", "customers")).total).toBe(1);

  await it.call("logOut");
  await expect.poll(() => stored(it.page)).toEqual(NOTHING);
});

test.once("with startOnCall nothing is loaded, asked or stored before a call", async t => {
  const desk = t.desk();
  const agent = await staff(desk);
  const asked: string[] = [];
  const page = await tab(t, desk);
  page.on("request", it => asked.push(new URL(it.url()).pathname));
  const it = await follow(t, desk, page, {
    snippet: settings(desk, { startOnCall: true, loadImmediately: false }),
  });
  await it.call("updateUser", { name: "Ann" });
  await it.call("trackEvent", "looked");
  await it.page.evaluate(
    () => new Promise(then => requestIdleCallback(() => requestIdleCallback(() => then(0)))),
  );
  expect(asked.filter(it => /^\/(widget|assets)\//.test(it))).toEqual([]);
  expect(await stored(page)).toEqual(NOTHING);
  await it.call("showChatWidget");
  await it.heard("onReady");
  // What was called before is carried out now, in its order: who it is, and then what happened.
  const customers = async () => (await desk.api("GET", "customers")).data;
  await expect.poll(async () => (await customers()).map((it: Json) => it.name)).toEqual(["Ann"]);
  const [{ id }] = await customers();
  const events = async () => (await agent.call("GET", `/customers/${id}/events`)).data;
  await expect.poll(async () => (await events()).map((it: Json) => it.name)).toEqual(["looked"]);
});

const WISHES = {
  nothing: {},
  "Do Not Track": { doNotTrack: "1" },
  "Global Privacy Control": { globalPrivacyControl: true },
};

for (const [wish, signals] of Object.entries(WISHES)) {
  const quiet = wish !== "nothing";
  test.once(`pages that are seen are told, if the browser asks for ${wish}: ${!quiet}`, async t => {
    const desk = t.desk();
    await staff(desk);
    const page = await tab(t, desk);
    await page.clock.install();
    await page.addInitScript(signals => {
      for (const [name, value] of Object.entries(signals))
        Object.defineProperty(navigator, name, { value });
    }, signals);
    const told: string[] = [];
    page.on("request", it => {
      if (it.url().endsWith("/widget/v1/events")) told.push(it.postDataJSON().page);
    });
    const it = await follow(t, desk, page);
    await it.open();
    await it.writes("Hello");
    await it.goes("/lamps");
    await it.does("trackEvent", "moved");
    await page.clock.runFor(2000);
    await expect
      .poll(async () => {
        await page.clock.runFor(6000);
        return told.length;
      })
      .toBe(quiet ? 1 : 2);
    expect(new URL(told.at(-1) ?? "").pathname).toBe("/lamps");
  });
}

test.once(
  "with shareAcross a visitor is the same on every subdomain, by a cookie alone",
  async t => {
    const desk = t.desk();
    await staff(desk);
    const page = await tab(t, desk);
    const site = await ownSite();
    const at = (host: string) =>
      site
        .page({ snippet: settings(desk, { shareAcross: "ostra.localhost" }) })
        .replace("localhost", host);
    const shop = await follow(t, desk, page);
    await page.goto(at("shop.ostra.localhost"));
    await shop.heard("onReady");
    expect(await stored(page)).toEqual(NOTHING);
    await shop.open();
    await shop.writes("From the shop");
    const cookies = await page.context().cookies();
    expect(cookies).toMatchObject([{ domain: ".ostra.localhost", secure: true, sameSite: "Lax" }]);
    expect((await stored(page)).keys).toEqual([]);
    await page.goto(at("help.ostra.localhost"));
    await shop.heard("onReady");
    const frame = await shop.open();
    await frame.locator(".mine", { hasText: "From the shop" }).waitFor();
    await shop.writes("From the help pages");
    expect((await desk.api("GET", "customers")).total).toBe(1);
    const all: Json[] = await desk.messages((await newest(desk)).id);
    expect(all.filter(it => it.from === "customer")).toHaveLength(2);
    await shop.call("logOut");
    await expect.poll(() => stored(page)).toEqual(NOTHING);
  },
);
