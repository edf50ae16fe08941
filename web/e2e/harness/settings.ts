// What all of the harness agrees on: the engines, the browser, and where things are left.

export type Engine = "sqlite" | "postgres";

/** How long something is waited for: a debug build on a busy machine, and still not for ever. */
export const PATIENCE_MS = Number(process.env["DESKBELL_PATIENCE_MS"] ?? 30_000);

/** Where pictures of failures, and the logs of servers, are left. */
export const OUT = new URL("../../../target/pages/", import.meta.url).pathname;

export const CHROMIUM = {
  executablePath: process.env["DESKBELL_CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Pages that a test serves itself (`DESKBELL_DIST`) are of no known network.
    "--disable-features=LocalNetworkAccessChecks",
  ],
};
