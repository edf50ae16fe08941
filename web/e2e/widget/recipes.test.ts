// What the documentation tells those who build sites, tried as it stands there; the address and the application alone are
// exchanged.

import { readFileSync } from "node:fs";
import { type Desk, expect, type Json, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import { field, staff, visit } from "./visitor.ts";

const PAGE = readFileSync(new URL("../../../docs/widget-js.md", import.meta.url), "utf8");

/** Returns the code block of the documentation that contains a text. */
function code(desk: Desk, containing: string): string {
  const all = [...PAGE.matchAll(/```\w+\n(.*?)```/gs)].map(it => it[1] ?? "");
  const found = all.find(it => it.includes(containing));
  if (!found) throw new Error(`the documentation has no code with ${containing}`);
  return found
    .replaceAll("https://desk.example", desk.server.url)
    .replace(/appId: "[^"]*"/, `appId: "${desk.application}", organization: "${desk.domain}"`);
}

const LISTEN = '<script nonce="n">listen()</script>';

test.once("the snippet shows the widget, and keeps what is called before it is there", async t => {
  const desk = t.desk();
  await staff(desk);
  const [before, after] = code(desk, "<script async").split("<script async");
  const snippet = `${before}${LISTEN}<script>HelpCrunch("openChat")</script><script async${after}`;
  const it = await visit(t, desk, { snippet });
  await it.heard("onReady");
  await it.heard("onChatOpen");
  await field(await it.frame()).waitFor();
});

test.once("a script without a place for HTML does the same", async t => {
  const desk = t.desk();
  await staff(desk);
  const snippet = `<script>${code(desk, "Object.assign(document.createElement")}</script>${LISTEN}<script>HelpCrunch("openChat")</script>`;
  const it = await visit(t, desk, { snippet });
  await it.heard("onReady");
  await it.heard("onChatOpen");
});

/**
 * The frameworks, each with a text in its recipe, replacements for the functions that the recipe
 * calls, and code that changes the user.
 */
const FRAMEWORKS = {
  React: [
    "useEffect",
    "const kept={current:null};let last={};const useRef=()=>kept;const useEffect=(act,[id])=>{if(id!==last)act();last=id};",
    "window.becomes=useChat;",
  ],
  Vue: [
    "watch(",
    "const user={value:null};let watched,before;const watch=(of,act)=>{watched=[of,act];act(of(),before)};",
    "window.becomes=now=>{user.value=now;const id=watched[0]();watched[1](id,before);before=id};",
  ],
} as const;

for (const [name, [recipe, framework, change]] of Object.entries(FRAMEWORKS)) {
  test.once(
    `the recipe for ${name} tells who is signed in, and leaves strangers their chats`,
    async t => {
      const desk = t.desk();
      await staff(desk);
      const script = `<script>${framework}${code(desk, recipe)}${change}</script>`;
      const it = await visit(t, desk, { snippet: settings(desk) + script });
      const becomes = (user: Json) =>
        it.page.evaluate(user => (window as Json).becomes(user), user);
      await it.heard("onReady");
      const frame = await it.open();
      await it.writes("As a stranger");
      await becomes(null);
      await it.writes("Still the same");
      expect(await frame.locator(".mine").count()).toBe(2);
      await becomes({ id: "7", name: "Ann" });
      await expect
        .poll(async () => (await desk.api("GET", "customers")).data.map((it: Json) => it.userId))
        .toEqual(["7"]);
      await becomes(null);
      await expect.poll(() => it.kept()).toBeNull();
    },
  );
}

test.once(
  "a page whose URL and body are exchanged keeps its widget, and the open chat",
  async t => {
    const desk = t.desk();
    const mireille = await staff(desk);
    const rule = { name: "Lamps", message: "About lamps?", pages: ["*/lamps"], enabled: true };
    await mireille.call("POST", "/rules", rule);
    const it = await visit(t, desk, { snippet: settings(desk) });
    await it.heard("onReady");
    await it.page.evaluate(() => {
      const body = document.createElement("body");
      body.append("Another page of the application");
      document.body.replaceWith(body);
      history.pushState(null, "", "/lamps");
    });
    await it.page.waitForFunction(() => document.body.querySelector("deskbell-widget"));
    expect((await it.heard("onProactiveMessage")).message.text).toBe("About lamps?");
    const frame = await it.open();
    await field(frame).waitFor();
    await it.writes("Still works");
  },
);
