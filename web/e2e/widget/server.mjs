// A real Deskbell with an empty database, and beside it a site of another origin that shows its widget.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Starts both: the program is the binary's path, and a page of the site is a function of the desk's
 * address that gives HTML and headers.
 * @param {string} program
 * @param {Record<string, (desk: string) => { html: string, headers?: Record<string, string> }>} pages
 */
export async function start(program, pages) {
  const folder = mkdtempSync(join(tmpdir(), "deskbell-widget-"));
  const database = `sqlite:${join(folder, "desk.sqlite")}`;
  const run = (/** @type {string[]} */ ...args) =>
    execFileSync(program, [...args, "--database", database], { encoding: "utf8" });
  let desk = "http://127.0.0.1:0";
  let key = "";
  /** @type {import("node:child_process").ChildProcess} */
  let server;
  const up = async (listen = "127.0.0.1:0") => {
    server = spawn(program, ["serve", "--database", database, "--listen", listen], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((done, fail) => {
      let said = "";
      server.stdout?.on("data", part => {
        said += part;
        desk = /address: (\S+)/.exec(said)?.[1] ?? desk;
        key = /key: (\S+)/.exec(said)?.[1] ?? key;
        if (/address: \S+[\s\S]*database: /.test(said)) done(undefined);
      });
      server.once("exit", code => fail(new Error(`deskbell ended with ${code}`)));
    });
  };
  const down = () =>
    new Promise(done => {
      server.removeAllListeners("exit");
      server.once("exit", done);
      server.kill("SIGTERM");
    });
  await up();
  for (let tries = 0; !key && tries < 50; tries += 1)
    await new Promise(done => setTimeout(done, 20));
  const site = createServer((request, response) => {
    const page = pages[new URL(request.url ?? "/", "http://x").pathname.slice(1)];
    const { html, headers = {} } = page?.(desk) ?? { html: "" };
    response.writeHead(page ? 200 : 404, {
      "content-type": "text/html; charset=utf-8",
      ...headers,
    });
    response.end(html);
  });
  await new Promise(done => site.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (site.address());
  return {
    get desk() {
      return desk;
    },
    site: `http://localhost:${port}`,
    run,
    down,
    up: () => up(new URL(desk).host),
    /** Calls `/v1` as a program. @param {string} method @param {string} path @param {unknown} [body] */
    async api(method, path, body) {
      const answer = await fetch(`${desk}/v1/${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    async stop() {
      site.close();
      await down();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
