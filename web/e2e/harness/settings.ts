// What all of the harness agrees on: the engines, the browser, and where things are left.

export type Engine = "sqlite" | "postgres";

/** The time limit for every wait: long enough for a debug build on a busy machine. */
export const PATIENCE_MS = Number(process.env["DESKBELL_PATIENCE_MS"] ?? 30_000);

/** The folder for screenshots of failures and for the logs of servers. */
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
