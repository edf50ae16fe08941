// What the documentation tells those who build sites, tried as it stands there; the address and the application alone are
// exchanged.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type Desk, expect, type Json, test } from "../harness/test.ts";
import { settings } from "./site.ts";
import { field, staff, visit } from "./visitor.ts";

const PAGE = readFileSync(new URL("../../../docs/widget-js.md", import.meta.url), "utf8");

/** Returns the documentation's code block that contains a text. */
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

/** Bundles a module and the packages that the module imports into one script. */
async function bundled(module: string): Promise<string> {
  const made = await build({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [
      {
        name: "page",
        resolveId: id => (id === "page" ? "\0page" : null),
        load: id => (id === "\0page" ? module : null),
      },
    ],
    build: { write: false, rolldownOptions: { input: "page", output: { format: "iife" } } },
  });
  const [first] = [made].flat();
  if (!first || !("output" in first)) throw new Error("nothing was built");
  return first.output[0].code.replaceAll("</script", "<\\/script");
}

/**
 * The frameworks, each with a text in its recipe, and an application around the recipe. The
 * application's function `becomes` changes the user. `@vue/runtime-dom` is the part of Vue that
 * runs in browsers.
 */
const FRAMEWORKS = {
  React: [
    "useEffect",
    (recipe: string) => `
      import { createElement, useEffect, useRef } from "react";
      import { createRoot } from "react-dom/client";
      ${recipe}
      const App = ({ user }) => {
        useChat(user);
        return createElement("output", null, user ? user.name : "nobody");
      };
      const root = createRoot(document.body.appendChild(document.createElement("main")));
      window.becomes = user => root.render(createElement(App, { user }));
      becomes(null);`,
  ],
  Vue: [
    "watch(",
    (recipe: string) => `
      import { createApp, h, ref, watch } from "@vue/runtime-dom";
      const user = ref(null);
      createApp({
        setup() {
          ${recipe}
          return () => h("output", user.value ? user.value.name : "nobody");
        },
      }).mount(document.body.appendChild(document.createElement("main")));
      window.becomes = now => { user.value = now; };`,
  ],
} as const;

for (const [name, [recipe, application]] of Object.entries(FRAMEWORKS)) {
  test.once(
    `the recipe for ${name} tells who is signed in, and leaves strangers their chats`,
    async t => {
      const desk = t.desk();
      await staff(desk);
      const script = await bundled(application(code(desk, recipe)));
      const snippet = `${settings(desk)}<script>${script}</script>`;
      const it = await visit(t, desk, { snippet });
      /** Changes the user; resolves when the application has rendered the user. */
      const becomes = async (user: Json) => {
        await it.page.evaluate(user => (window as Json).becomes(user), user);
        await it.page.locator("main output", { hasText: user?.name ?? "nobody" }).waitFor();
      };
      const users = async () =>
        (await desk.api("GET", "customers")).data.map((it: Json) => it.userId);
      await it.heard("onReady");
      const frame = await it.open();
      await it.writes("As a stranger");
      await becomes(null);
      await it.writes("Still the same");
      expect(await frame.locator(".mine").count()).toBe(2);
      await becomes({ id: "7", name: "Ann" });
      await expect.poll(users).toEqual(["7"]);
      // The same user again is the same visitor.
      await becomes({ id: "7", name: "Ann" });
      await frame.locator(".mine", { hasText: "Still the same" }).waitFor();
      await becomes(null);
      await expect.poll(() => it.kept()).toBeNull();
      expect(await it.page.evaluate(() => (window as Json).thrown)).toEqual([]);
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
