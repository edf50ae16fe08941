// Every state of the widget, light, dark and right to left: a picture of each is left in `target/screenshots`, and nobody
// stumbles over any.

import { mkdirSync } from "node:fs";
import { picture } from "../harness/picture.ts";
import { type Agent, type Desk, expect, test } from "../harness/test.ts";
import { barriers } from "./barriers.ts";
import { settings } from "./site.ts";
import {
  answers,
  closes,
  field,
  newest,
  staff,
  teaser,
  theirs,
  type Visitor,
  visit,
} from "./visitor.ts";

const OUT = new URL("../../../target/screenshots/", import.meta.url).pathname;
mkdirSync(OUT, { recursive: true });

interface Given {
  name: string;
  scheme?: string;
  more?: object;
  look?: object;
}

const GIVEN: Given[] = [
  { name: "light" },
  { name: "dark", scheme: "dark" },
  {
    name: "arabic-phone",
    more: { locale: "ar" },
    look: { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true },
  },
];

const FIELDS = [
  { name: "name", required: true },
  { name: "email", required: false },
];

/** Posts an agent's message with a picture. */
async function shows(desk: Desk, agent: Agent, chat: number): Promise<void> {
  const file = await fetch(`${desk.server.url}/app/v1/files?name=mono.png`, {
    method: "POST",
    headers: {
      "sec-fetch-site": "same-origin",
      "content-type": "application/octet-stream",
      cookie: `${agent.cookie.name}=${agent.cookie.value}`,
    },
    body: new Uint8Array(picture(240, 120)),
  }).then(it => it.json() as Promise<{ id: number }>);
  await agent.call("POST", `/chats/${chat}/messages`, { text: "This one?", files: [file.id] });
}

for (const { name, scheme = "", more = {}, look = {} } of GIVEN) {
  const arabic = name.includes("arabic");
  const look_ = { bypassCSP: true, ...look };

  /** Takes a screenshot of a state, and fails if the state has accessibility violations. */
  const at = async (it: Visitor, state: string) => {
    await it.page.screenshot({ path: `${OUT}widget-${state}-${name}.png` });
    expect(await barriers(await it.frame()), state).toEqual([]);
  };

  test.once(`nobody stumbles in a chat: ${name}`, async t => {
    t.expects(/Failed to fetch|ERR_|net::/);
    const desk = t.desk();
    const agent = await staff(desk, {
      title: "Ostra",
      greeting: "How can we help?",
      preChat: { enabled: true, text: "", fields: FIELDS },
    });
    const given = { scheme, snippet: settings(desk, more) };
    const it = await visit(t, desk, given, look_);
    await it.heard("onReady");
    await it.page.screenshot({ path: `${OUT}widget-launcher-${name}.png` });
    let frame = await it.open();
    await frame.locator("#f-name").waitFor();
    await frame.locator(".primary").click();
    await frame.locator(".fault").waitFor();
    await at(it, "questions");
    await frame.locator("#f-name").fill(arabic ? "سمير" : "Ann");
    await frame.locator(".primary").click();
    await field(frame).waitFor();
    await at(it, "new");
    await it.writes(arabic ? "هل المقاس 46 cm مناسب؟" : "Does it fit under 46 cm?");
    const chat = (await newest(desk)).id;
    await answers(
      desk,
      agent.id,
      "Yes: it is **44 cm** high.\n- See https://ostra.example\n- or `mono`",
    );
    await theirs(frame, "44 cm").locator("a").waitFor();
    await shows(desk, agent, chat);
    await frame.locator(".picture img").waitFor();
    await at(it, "conversation");
    expect(
      await frame.evaluate(() => {
        const { dir, dataset } = document.documentElement;
        return [dir, dataset["theme"]];
      }),
    ).toEqual([arabic ? "rtl" : "ltr", scheme || "light"]);

    // Files before they are sent: one that is there, and one that is too large.
    await frame.locator(".composer button").first().click();
    await frame.locator("input[type=file]").setInputFiles({
      name: "receipt.png",
      mimeType: "image/png",
      buffer: picture(64, 64),
    });
    await frame.locator(".attached .size").waitFor();
    await frame.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(64 << 20)], "lamp-broken.heic"));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    });
    await frame.locator(".attached .fault").waitFor();
    await at(it, "files");
    for (let n = 0; n < 2; n += 1) await frame.locator(".attached .quiet").first().click();

    await frame.locator(".composer button[aria-controls=emoji]").click();
    await frame.locator(".emoji").waitFor();
    await frame.locator("header button[aria-controls=menu]").click();
    await frame.locator(".menu").waitFor();
    await at(it, "menu");
    await it.page.keyboard.press("Escape");
    await expect.poll(() => frame.locator(".menu, .emoji").count()).toBe(0);

    // The server says no, says later, and is not there.
    const refuse = async (status: number, code: string, headers: Record<string, string> = {}) => {
      await it.page.route("**/widget/v1/messages", route =>
        route.fulfill({ status, headers, json: { errors: [{ code, message: code }] } }),
      );
      await field(frame).fill(code);
      await field(frame).press("Enter");
    };
    await refuse(403, "blocked");
    await frame.locator(".refused").waitFor();
    await refuse(429, "too_many_requests", { "retry-after": "600" });
    await frame.locator(".hint").waitFor();
    await frame.locator(".waiting").waitFor();
    await at(it, "limit");
    await it.page.unroute("**/widget/v1/messages");
    await it.page.context().setOffline(true);
    await frame.locator(".banner").waitFor();
    await at(it, "no-connection");
    await it.page.context().setOffline(false);
    // What was kept goes out at once.
    await expect.poll(() => frame.locator(".waiting").count()).toBe(0);
    await frame.locator(".banner").waitFor({ state: "detached" });

    await desk.api("PUT", "chats/status", { id: chat, status: "closed" });
    await it.page.reload();
    await it.heard("onReady");
    frame = arabic ? await it.open() : await it.frame();
    // What is newest stands in sight, also what came later than the rest.
    await frame.locator(".picture img").waitFor();
    await frame.locator(".rating").waitFor();
    await frame.locator(".faces label").last().click();
    await expect
      .poll(() =>
        frame.evaluate(() => {
          const [card, box] = [".rating", ".scroll"].map(it =>
            document.querySelector(it)?.getBoundingClientRect(),
          );
          return card && box && Math.round(card.bottom) <= Math.round(box.bottom);
        }),
      )
      .toBe(true);
    await at(it, "rating");

    await frame.locator("header button").first().click();
    await frame.locator(".row").waitFor();
    await at(it, "chats");
    await it.call("closeChat");
    await frame.locator(".window").waitFor({ state: "detached" });
    await desk.api("PUT", "chats/status", { id: chat, status: "opened" });
    await answers(desk, agent.id, "One more thing: a green shade is €48, and you need no tools.");
    await teaser(frame, "One more thing");
    await at(it, "unread");
  });

  test.once(`nobody stumbles while nobody is there: ${name}`, async t => {
    const desk = t.desk();
    const agent = await staff(desk, {
      title: "Ostra",
      offline: { enabled: true, text: "", fields: FIELDS },
    });
    await agent.call("POST", "/rules", {
      name: "Hi",
      message: "Questions about Mono?",
      enabled: true,
    });
    await closes(agent, (new Date().getUTCHours() * 60 + 720) % 1440);
    const it = await visit(t, desk, { scheme, snippet: settings(desk, more) }, look_);
    const frame = await it.frame();
    await teaser(frame, "Questions about Mono?");
    await at(it, "proactive");
    await it.open();
    await frame.locator("#f-message").waitFor();
    await frame.locator(".primary").click();
    await frame.locator(".fault").first().waitFor();
    await at(it, "away");
  });
}
