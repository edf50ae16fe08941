// How an end-to-end test is written.
//
//   import { expect, test } from "../harness/test.ts";
//
//   test("a visitor's message appears in the list", async t => {
//     const desk = t.desk();                        // an organization of its own
//     const amara = await desk.agent();             // an admin with a session
//     const page = await t.open(desk, amara, "/inbox/all");
//     await desk.chat({ name: "Marta", text: "Is my lamp on its way?" });
//     await page.locator(".row", { hasText: "Marta" }).waitFor();
//   });
//
// `test` runs on both engines, on servers that all tests share; `test.once` on SQLite alone, for
// what the engine has no part in. `t.server()` starts a server of the test's own, which it may kill.
// Nothing sleeps: wait with `locator.waitFor`, or with `expect.poll` for what no locator says. A
// test fails, whatever else it found, when a page reported an exception, a breach of its policy or
// a 5xx of the server; `t.expects(/…/)` allows what a test provokes. A picture of each page of a
// test that failed is left in `target/pages`.
//
// `cargo xtask pages [WORD…]` runs all, or the files whose names contain a word. By hand, in `web/`
// with DESKBELL_TEST_POSTGRES set: `npx vitest run -c e2e/vitest.config.ts [FILE] [-t SENTENCE]`;
// with DESKBELL_DIST=$PWD/dist too, pages that were built since stand in for those of the server.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { afterAll, expect, inject, it } from "vitest";
import { create, type Database } from "./database.ts";
import { type Agent, Desk } from "./desk.ts";
import { type Address, Server } from "./server.ts";
import { type Engine, OUT, PATIENCE_MS } from "./settings.ts";

export type { BrowserContext, Page } from "playwright-core";
export { type Agent, type Chat, Desk, type Json, PASSWORD } from "./desk.ts";
export { expect };

/** The folder of built pages to test instead of the pages in the server; undefined if not set. */
const DIST = process.env["DESKBELL_DIST"];

let browser: Promise<Browser> | null = null;
const shared = () => {
  browser ??= chromium.connect(inject("browser"));
  return browser;
};
afterAll(async () => {
  await (await browser)?.close();
  browser = null;
});

/** Serves the built pages of a folder instead of the pages that the server contains. */
async function fresh(context: BrowserContext, folder: string): Promise<void> {
  const read = (name: string) => readFileSync(join(folder, name));
  const isInbox = ({ pathname }: URL) => /^\/inbox(\/|$)/.test(pathname);
  await context.route(isInbox, async route => {
    if (route.request().resourceType() !== "document") return route.fallback();
    const { headers, status } = await route
      .fetch()
      .then(it => ({ headers: it.headers(), status: it.status() }));
    await route.fulfill({ status, headers, body: read("inbox.html") });
  });
  await context.route(/\/assets\//, route => {
    const name = `assets/${new URL(route.request().url()).pathname.split("/").pop()}`;
    return route.fulfill({ path: join(folder, name) });
  });
}

/** The options of a browser context. */
export interface Look extends BrowserContextOptions {
  /** The page's settings in the browser's storage. */
  device?: Record<string, unknown>;
}

export class T {
  private readonly contexts: BrowserContext[] = [];
  private readonly servers: Server[] = [];
  private readonly databases: Database[] = [];
  private readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];
  private folder: string | null = null;

  constructor(
    readonly engine: Engine,
    private readonly name: string,
  ) {}

  /**
   * Creates an organization for this test, on the shared server unless another server is passed.
   */
  desk(server: Address = inject("servers")[this.engine]): Desk {
    return Desk.make(server);
  }

  /** Starts a server for this test, with a new database. */
  async server(): Promise<Server> {
    this.folder ??= mkdtempSync(join(tmpdir(), "deskbell-pages-"));
    const n = this.servers.length;
    let database = `sqlite:${join(this.folder, `desk${n}.db`)}`;
    if (this.engine === "postgres") {
      const made = await create();
      this.databases.push(made);
      database = made.url;
    }
    const log = `${OUT}${this.engine}-own.log`;
    const server = await Server.start({ database, files: join(this.folder, `files${n}`), log });
    this.servers.push(server);
    return server;
  }

  /** Sets the console messages that the test provokes, which do not make the test fail. */
  expects(...texts: RegExp[]): void {
    this.expected.push(...texts);
  }

  /** Creates a browser context, signed in as the agent unless `agent` is null. */
  async context(desk: Desk, agent: Agent | null, look: Look = {}): Promise<BrowserContext> {
    const { device, ...options } = look;
    const context = await (await shared()).newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      baseURL: desk.server.url,
      ...options,
    });
    this.contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    if (agent) {
      const { hostname } = new URL(desk.server.url);
      await context.addCookies([
        {
          ...agent.cookie,
          domain: hostname,
          path: "/",
          httpOnly: true,
          secure: agent.cookie.name.startsWith("__Host-"),
          sameSite: "Strict",
        },
      ]);
    }
    await context.addInitScript(
      kept => {
        addEventListener("securitypolicyviolation", breach => {
          console.error(
            `policy: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sample}`,
          );
        });
        // Once: what the page keeps later stays. Images and the like have no storage.
        try {
          if (kept && !localStorage.getItem("deskbell:device"))
            localStorage.setItem("deskbell:device", kept);
        } catch {}
      },
      device ? JSON.stringify(device) : "",
    );
    if (DIST) await fresh(context, DIST);
    this.watch(context);
    return context;
  }

  /** Opens a path, signed in as the agent unless `agent` is null. */
  async open(desk: Desk, agent: Agent | null, path: string, look: Look = {}): Promise<Page> {
    const page = await (await this.context(desk, agent, look)).newPage();
    await page.goto(path);
    return page;
  }

  private watch(context: BrowserContext): void {
    context.on("console", message => {
      const text = message.text();
      // What an operation refused is the page's to show, and the test's to look at.
      if (message.type() !== "error" || text.startsWith("Failed to load resource")) return;
      if (/WebSocket connection to .* failed/.test(text)) return;
      this.complaints.push(text);
    });
    context.on("weberror", error => this.complaints.push(String(error.error().stack)));
    context.on("response", response => {
      if (response.status() >= 500)
        this.complaints.push(
          `${response.status()} ${response.request().method()} ${response.url()}`,
        );
    });
  }

  /** Fails if a page had errors or unexpected console messages. */
  settle(): void {
    const left = this.complaints.filter(text => !this.expected.some(it => it.test(text)));
    expect(left, "what pages complained of").toEqual([]);
  }

  async pictures(): Promise<void> {
    const pages = this.contexts.flatMap(it => it.pages());
    const stem = `${OUT}${this.name.replace(/\W+/g, "-").slice(0, 80)}-${this.engine}`;
    await Promise.all(
      pages.map((page, n) =>
        page.screenshot({ path: `${stem}-${n}.png`, timeout: 5_000 }).catch(() => {}),
      ),
    );
  }

  async end(): Promise<void> {
    await Promise.all(this.contexts.map(it => it.close()));
    await Promise.all(this.servers.map(it => it.stop()));
    await Promise.all(this.databases.map(it => it.remove()));
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}

type Body = (t: T) => Promise<void>;

function on(engines: Engine[], sentence: string, body: Body, timeoutMs?: number): void {
  for (const engine of engines) {
    it(
      `${sentence} (${engine})`,
      async () => {
        const t = new T(engine, sentence);
        try {
          await body(t);
          t.settle();
        } catch (failure) {
          await t.pictures();
          throw failure;
        } finally {
          await t.end();
        }
      },
      timeoutMs,
    );
  }
}

/** Defines a test that runs on both database engines. */
export const test = Object.assign(
  (sentence: string, body: Body, timeoutMs?: number) =>
    on(["sqlite", "postgres"], sentence, body, timeoutMs),
  {
    /** Defines a test that does not depend on the database engine, and runs only on SQLite. */
    once: (sentence: string, body: Body, timeoutMs?: number) =>
      on(["sqlite"], sentence, body, timeoutMs),
  },
);
