// What becomes of texts and of the page while the server is away, or the session is over.

import { bubble, field, live, open, reply, row, rows, waiting } from "../harness/inbox.ts";
import { expect, PASSWORD, test } from "../harness/test.ts";

test("what is sent to a dead server waits, says so, and arrives once", async t => {
  t.expects(/^5\d\d /);
  const server = await t.server();
  const desk = t.desk(server.address);
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await live(page);
  await server.kill();
  await page.locator(".nav-live", { hasText: "Offline" }).waitFor({ state: "attached" });
  await reply(page, "It left this morning.");
  await waiting(page).filter({ hasText: "It left this morning." }).waitFor();
  const banner = page.locator(".banner");
  await banner.getByText("No connection since").waitFor();
  await banner.getByText("1 message waits here and is sent by itself, once.").waitFor();
  await page.locator(".list-pane").getByText("as of").waitFor();
  await page.getByRole("button", { name: "Send later" }).waitFor();
  await field(page).fill("And one more thing, half written");
  await server.restart();
  // By itself, within the longest pause between two tries.
  await expect.poll(() => waiting(page).count(), { timeout: 40_000 }).toBe(0);
  await banner.waitFor({ state: "detached", timeout: 40_000 });
  await live(page);
  await expect.poll(() => page.locator(".group-agent .bubble").count()).toBe(1);
  expect(await desk.replies(id)).toEqual(["It left this morning."]);
  expect(await field(page).inputValue()).toBe("And one more thing, half written");
});

test("without a socket the page says so, and what is sent arrives", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const context = await t.context(desk, amara);
  const page = await context.newPage();
  await page.routeWebSocket(/./, socket => void socket.close());
  await page.goto(`/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await page.locator(".banner", { hasText: "No live updates." }).waitFor();
  await reply(page, "It left this morning.");
  await expect.poll(() => desk.replies(id)).toEqual(["It left this morning."]);
  // News come all the same, a little later.
  await desk.says(id, "Thank you!");
  await bubble(page, "Thank you!").waitFor();
});

test("a socket that falls silent is replaced, though requests are answered", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await (await t.context(desk, amara)).newPage();
  await page.clock.install();
  let sockets = 0;
  let isDead = false;
  let isQuiet = false;
  const refusals: string[] = [];
  await page.routeWebSocket(/\/app\/v1\/ws/, socket => {
    sockets += 1;
    const isFirst = sockets === 1;
    const server = socket.connectToServer();
    server.onMessage(said => {
      if (isFirst && isDead) return;
      const isRefusal = String(said).startsWith('{"errors"');
      if (isRefusal) refusals.push(String(said));
      if (isRefusal || !isQuiet) socket.send(said);
    });
  });
  await page.goto(`/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await live(page);
  isDead = true;
  // Once this is done, so is what was given to the page before.
  await page.evaluate(() => {});
  await desk.says(id, "Anybody there?");
  await page.clock.fastForward("00:40");
  await page.clock.fastForward("00:10");
  await expect.poll(() => sockets).toBe(2);
  await bubble(page, "Anybody there?").waitFor();
  await live(page);
  // The new one is as quiet, but its server answers. A late change of the chat would begin the
  // silence anew.
  isQuiet = true;
  await page.evaluate(() => {});
  await page.clock.fastForward("00:40");
  await expect.poll(() => refusals.length).toBe(1);
  await page.evaluate(() => {});
  isQuiet = false;
  await page.clock.fastForward("00:30");
  await desk.says(id, "Thank you!");
  await bubble(page, "Thank you!").waitFor();
  expect(sockets).toBe(2);
});

test("120 sends and six kills: nothing is lost, nothing doubled, and both agents see all once", async t => {
  t.expects(/^5\d\d /);
  const server = await t.server();
  const desk = t.desk(server.address);
  const agents = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const pages = await Promise.all(agents.map(it => t.open(desk, it, `/inbox/all/${id}`)));
  for (const page of pages) {
    await bubble(page, "Is my lamp").waitFor();
    await live(page);
    await page.getByRole("tab", { name: "Note" }).click();
  }
  const SENDS = 60;
  const KILLS = 6;
  let sent = 0;
  const wanted: string[] = [];
  const write = pages.map(async (page, who) => {
    for (let n = 0; n < SENDS; n++) {
      const text = `note ${n} of ${who}`;
      wanted.push(text);
      await page.getByRole("tab", { name: "Note" }).click();
      await field(page).fill(text);
      await field(page).press("Control+Enter");
      sent++;
    }
  });
  const kill = async () => {
    for (let n = 1; n <= KILLS; n++) {
      // Spread over the sends, in the middle of whatever is on its way.
      await expect
        .poll(() => sent, { timeout: 60_000 })
        .toBeGreaterThanOrEqual((n * 2 * SENDS) / (KILLS + 1));
      await server.kill();
      await server.restart();
    }
  };
  await Promise.all([...write, kill()]);
  for (const page of pages) {
    await expect.poll(() => waiting(page).count(), { timeout: 60_000 }).toBe(0);
    const shown = () => page.locator(".note .message-text").allTextContents();
    await expect
      .poll(async () => (await shown()).sort(), { timeout: 60_000 })
      .toEqual([...wanted].sort());
  }
  const kept = (await desk.messages(id)).filter(it => it.type === "private");
  expect(kept.map(it => it.text).sort()).toEqual([...wanted].sort());
}, 600_000);

test("a session that ends loses nothing that was typed, and leads back", async t => {
  const desk = t.desk();
  const amara = await desk.agent();
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, `/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await live(page);
  await field(page).fill("A long and careful ans");
  await amara.call("DELETE", "/session");
  await field(page).pressSequentially("wer");
  const banner = page.locator(".banner", { hasText: "You were signed out." });
  await banner.getByText("What you typed is kept on this device.").waitFor();
  // Even what is sent now waits for the next session.
  await field(page).press("Control+Enter");
  await waiting(page).filter({ hasText: "A long and careful answer" }).waitFor();
  await field(page).fill("And a postscr");
  await banner.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Sign-in name").fill(amara.login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/inbox/all/${id}`);
  await bubble(page, "A long and careful answer").waitFor();
  await expect.poll(() => desk.replies(id)).toEqual(["A long and careful answer"]);
  expect(await field(page).inputValue()).toBe("And a postscr");
  await banner.waitFor({ state: "detached" });
});

test("another agent on the same device finds none of it", async t => {
  const desk = t.desk();
  const [amara, ben] = [await desk.agent(), await desk.agent("Ben Okafor")];
  const { id } = await desk.chat({ name: "Marta Nowak" });
  const page = await (await t.context(desk, amara)).newPage();
  await page.clock.install();
  await page.goto(`/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  await field(page).fill("For my eyes alone");
  await row(page, "For my eyes alone").waitFor();
  await page.locator(".nav-me").click();
  await page.getByRole("option", { name: "Sign out" }).click();
  await page.getByLabel("Sign-in name").fill(ben.login);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/inbox/mine");
  // Longer than a draft takes to be stored: hers is not stored as his.
  await page.clock.fastForward("00:05");
  await page.goto(`/inbox/all/${id}`);
  await bubble(page, "Is my lamp").waitFor();
  expect(await field(page).inputValue()).toBe("");
  expect(await page.content()).not.toContain("For my eyes alone");
});

test("a page that opens while the server is broken says so, with the number of the request", async t => {
  t.expects(/^500 /);
  const desk = t.desk();
  const amara = await desk.agent();
  await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, "/inbox/all");
  await row(page, "Marta Nowak").waitFor();
  const errors = [{ code: "internal_error", message: "No." }];
  await page.route("**/app/v1/me", route =>
    route.fulfill({ status: 500, headers: { "x-request-id": "5c1e09" }, json: { errors } }),
  );
  await page.reload();
  await page.getByRole("heading", { name: "This did not work" }).waitFor();
  await page.getByText("Something went wrong on the server").waitFor();
  await page.getByText("5c1e09", { exact: true }).waitFor();
  await page.unroute("**/app/v1/me");
  await page.getByRole("button", { name: "Try again" }).click();
  await row(page, "Marta Nowak").waitFor();
});

test("a page that opens while the server is away says so and opens by itself", async t => {
  const server = await t.server();
  const desk = t.desk(server.address);
  const amara = await desk.agent();
  await desk.chat({ name: "Marta Nowak" });
  const page = await t.open(desk, amara, "/inbox/all");
  await row(page, "Marta Nowak").waitFor();
  await page.route("**/app/v1/**", route => route.abort());
  await page.reload();
  await page.getByRole("heading", { name: "The server does not answer" }).waitFor();
  await page.unroute("**/app/v1/**");
  await page.getByRole("button", { name: "Try again" }).click();
  await open(page, "Marta Nowak");
  await expect.poll(() => rows(page).count()).toBe(1);
});
