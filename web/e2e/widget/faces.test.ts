// Agents' faces: a picture that an agent chooses stands beside the name for colleagues and visitors, and the letters of the
// name where there is none, or where it does not load.

import type { Locator } from "playwright-core";
import { picture } from "../harness/picture.ts";
import { expect, test } from "../harness/test.ts";
import { answers, newest, staff, theirs, visit } from "./visitor.ts";

/** Returns the size of an image after the image has loaded. */
const drawn = (image: Locator) =>
  image.evaluate(async it => {
    const drawn = it as HTMLImageElement;
    await drawn.decode();
    return [drawn.naturalWidth, drawn.naturalHeight];
  });

test("a picture that an agent chooses stands beside the name on both sides, until it is removed", async t => {
  const desk = t.desk();
  const agent = await staff(desk);
  const inbox = await t.open(desk, agent, "/inbox/settings/profile");
  const own = inbox.locator(".profile .avatar");
  expect(await own.textContent()).toBe("MO");
  await inbox.getByRole("button", { name: "Choose a picture" }).waitFor();
  const files = inbox.locator("input[type=file]");
  await files.setInputFiles({ name: "me.txt", mimeType: "image/png", buffer: Buffer.from("no") });
  await inbox.getByText("This file is no image").waitFor();
  await files.setInputFiles({
    name: "me.png",
    mimeType: "image/png",
    buffer: picture(640, 480),
  });
  await own.locator("img").waitFor();
  expect(await drawn(own.locator("img"))).toEqual([256, 256]);
  await inbox.locator(".nav-me .avatar img").waitFor();

  const it = await visit(t, desk);
  const frame = await it.open();
  await it.writes("Hello");
  await answers(desk, agent.id, "Good morning");
  await theirs(frame, "Good morning").waitFor();
  for (const place of ["header .avatar img", ".theirs .avatar img"])
    expect(await drawn(frame.locator(place).last())).toEqual([256, 256]);
  await inbox.goto(`/inbox/all/${(await newest(desk)).id}`);
  expect(await drawn(inbox.locator(".group-agent .avatar img").last())).toEqual([256, 256]);

  // Whoever cannot load it sees the letters.
  const other = await it.page.context().newPage();
  await other.route("**/files/**", it => it.abort());
  await other.goto(it.page.url());
  await other.waitForFunction(() => document.querySelector("deskbell-widget"));
  const same = () => other.frames().find(it => it.url().includes("/widget/frame"));
  await expect.poll(same).toBeTruthy();
  await same()?.locator("header .avatar img[hidden]").waitFor({ state: "attached" });
  expect(await same()?.locator("header .avatar").textContent()).toBe("MO");

  await inbox.goto("/inbox/settings/profile");
  await inbox.getByRole("button", { name: "Remove the picture" }).click();
  await own.locator("img").waitFor({ state: "detached" });
  expect(await own.textContent()).toBe("MO");
  await it.moves();
  const again = await it.frame();
  await again.locator("header .avatar").waitFor();
  expect(await again.locator("header .avatar img").count()).toBe(0);
});
