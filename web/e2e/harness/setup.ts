// Before all tests: a server on each engine, and one browser. All of it ends with the run.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { create } from "./database.ts";
import { type Address, Server } from "./server.ts";
import { CHROMIUM, type Engine, OUT } from "./settings.ts";

declare module "vitest" {
  interface ProvidedContext {
    browser: string;
    servers: Record<Engine, Address>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(OUT, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "deskbell-pages-"));
  const postgres = await create();
  const databases = { sqlite: `sqlite:${join(folder, "desk.db")}`, postgres: postgres.url };
  const started = await Promise.all([
    Server.start({ database: databases.sqlite, files: join(folder, "1"), log: `${OUT}sqlite.log` }),
    Server.start({
      database: databases.postgres,
      files: join(folder, "2"),
      log: `${OUT}postgres.log`,
    }),
    chromium.launchServer(CHROMIUM),
  ]);
  const [sqlite, other, browser] = started;
  project.provide("browser", browser.wsEndpoint());
  project.provide("servers", { sqlite: sqlite.address, postgres: other.address });
  return async () => {
    await Promise.all([browser.close(), sqlite.stop(), other.stop()]);
    await postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  };
}
