// What pages show only for a while: a toast, a conflict, a lost connection, a code that is asked for,
// an open delivery, reports of a busy month. A picture of each is left in target/screenshots, and
// nobody meets a barrier.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { furnish } from "../harness/furnished.ts";
import { bubble, field, live, reply, row, toast, waiting } from "../harness/inbox.ts";
import { barriers, cut, settled, shoot } from "../harness/looks.ts";
import { expect, type Look, PASSWORD, type Page, type T, test } from "../harness/test.ts";
import { totp } from "../harness/totp.ts";
import { type Dialog, transcribe } from "../harness/transcripts.ts";

const LOOKS: Record<string, Look> = {
  light: { device: { theme: "light" } },
  dark: { device: { theme: "dark" } },
  phone: {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    device: { theme: "light" },
  },
};

/**
 * Calls `each` for every look in `LOOKS`, such as dark or phone, with a function that takes a
 * screenshot and checks the shown state.
 */
async function looks(
  each: (
    name: string,
    how: Look,
    seen: (page: Page, state: string) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const found: string[] = [];
  for (const [name, look] of Object.entries(LOOKS)) {
    const how: Look = { reducedMotion: "reduce", bypassCSP: true, ...look };
    await each(name, how, async (page, state) => {
      await shoot(page, `${name}-${state}`);
      const all = [...(await cut(page)), ...(await barriers(page, "all"))];
      found.push(...all.map(it => `${name}-${state}: ${it}`));
    });
  }
  expect(found).toEqual([]);
}

test.once("a toast, a conflict and a lost connection are whole and without barriers", async t => {
  t.expects(/ERR_|Failed to fetch/);
  const desk = t.desk();
  const amara = await desk.agent();
  const ben = await desk.agent("Ben Okafor");
  const it = await furnish(desk, amara);
  await looks(async (_, how, seen) => {
    const page = await t.open(desk, amara, "/inbox/all", how);
    await row(page, "Norway").locator(".row-name").click();
    await bubble(page, "Norway").waitFor();
    await live(page);
    await page.evaluate(() => document.body.focus());
    await page.keyboard.press("Shift+U");
    await toast(page).getByRole("button", { name: "Undo" }).waitFor();
    await seen(page, "toast");

    const late = await (await t.context(desk, amara, how)).newPage();
    await late.routeWebSocket(/./, () => {});
    await late.goto(`/inbox/all/${it.chat}`);
    await bubble(late, "Thank you!").waitFor();
    await field(late).fill("It comes on Thursday.");
    await ben.call("POST", `/chats/${it.chat}/messages`, { text: "The carrier has it." });
    await field(late).press("Control+Enter");
    await late.locator(".conflict").waitFor();
    await seen(late, "conflict");

    const cutOff = await (await t.context(desk, amara, how)).newPage();
    await cutOff.routeWebSocket(/./, socket => void socket.close());
    await cutOff.goto(`/inbox/all/${it.chat}`);
    await bubble(cutOff, "Thank you!").waitFor();
    await cutOff.route("**/app/v1/**", route => route.abort());
    await reply(cutOff, "One more thing.");
    await waiting(cutOff).waitFor();
    await cutOff.locator(".banner", { hasText: "No connection since" }).waitFor();
    await seen(cutOff, "offline");
    await cutOff.close();
  });
});

test.once("setting up and giving a second factor is whole and without barriers", async t => {
  const desk = t.desk();
  await looks(async (name, how, seen) => {
    const lisa = await desk.agent(`Lisa Berg ${name}`, "agent");
    const page = await t.open(desk, lisa, "/inbox/settings/second-factor", how);
    await page.getByRole("button", { name: "Set it up" }).click();
    await page.locator(".qr").waitFor();
    await seen(page, "second-factor-setup");
    const key = (await page.locator(".qr-place code").textContent()) ?? "";
    await page.getByLabel("The six digits that it shows").fill(totp(key));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.locator(".codes li").nth(9).waitFor();
    await seen(page, "second-factor-codes");
    await asked(t, desk, lisa.login, how, it => seen(it, "second-factor-code"));
  });
});

/** Signs in up to the page that asks for a code. */
async function asked(
  t: T,
  desk: ReturnType<T["desk"]>,
  login: string,
  how: Look,
  then: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await t.open(desk, null, "/inbox/sign-in", how);
  await page.getByLabel("Sign-in name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Enter the six digits" }).waitFor();
  await then(page);
}

/**
 * Dialogs of the last four weeks, with more dialogs on working days. Each is answered within an
 * hour.
 */
function month(): Dialog[] {
  const MINUTE = 60_000;
  const dialogs: Dialog[] = [];
  for (let day = 28; day >= 1; day--) {
    const midnight = new Date(Date.now() - day * 24 * 60 * MINUTE).setUTCHours(0, 0, 0, 0);
    const isFree = [0, 6].includes(new Date(midnight).getUTCDay());
    for (let n = 0; n < (isFree ? 2 : 5 + ((day * 7) % 4)); n++) {
      const at = midnight + (8 * 60 + ((n * 97 + day * 13) % 600)) * MINUTE;
      const answered = at + (2 + ((n * 11 + day) % 40)) * MINUTE;
      dialogs.push({
        id: `${day}-${n}`,
        turns: [
          { from: "customer", text: "Is my lamp on its way?", at },
          { from: "agent", text: "It left this morning.", at: answered },
        ],
      });
    }
  }
  return dialogs;
}

test.once(
  "an open delivery and the reports of a busy desk are whole and without barriers",
  async t => {
    const target = createServer((request, response) => {
      request.resume();
      response.writeHead(204).end();
    });
    await new Promise<void>(done => target.listen(0, "127.0.0.1", done));
    const { port } = target.address() as AddressInfo;
    const desk = t.desk();
    const amara = await desk.agent();
    transcribe(desk, month());
    const { id } = await amara.call("POST", "/webhooks", {
      url: `http://127.0.0.1:${port}/in`,
      events: ["chat.new"],
    });
    await amara.call("POST", `/webhooks/${id}/test`);
    await looks(async (_, how, seen) => {
      const page = await t.open(desk, amara, `/inbox/settings/webhooks/${id}`, how);
      const line = page.locator(".deliveries tbody tr", { hasText: "webhook.test" });
      await line.locator(".state", { hasText: "204" }).waitFor();
      await line.getByRole("button").first().click();
      await page.locator(".row-detail pre").first().waitFor();
      await seen(page, "delivery");
      await page.goto("/inbox/reports");
      await page.locator(".report svg").first().waitFor();
      await settled(page);
      await seen(page, "reports-busy");
    });
    target.close();
  },
);
