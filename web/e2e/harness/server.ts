// A Deskbell as a process: started, asked, killed and started again at the same address.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { createInterface } from "node:readline";

/** The program under test, as built by `cargo test` or `cargo build`. */
export const program =
  process.env["DESKBELL_BIN"] ??
  new URL("../../../target/debug/deskbell", import.meta.url).pathname;

/** The addresses and paths through which tests reach a server. */
export interface Address {
  url: string;
  database: string;
}

export interface Options {
  database: string;
  /** The folder with the bytes of uploaded files. */
  files: string;
  /** The file to which the server's log is written. */
  log: string;
  /**
   * The folder in which a demo server with its own database runs; undefined for any other server.
   */
  demo?: string;
}

/** This process's environment, without the variables that are settings of a server. */
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("DESKBELL_"));
  return { ...Object.fromEntries(kept), ...more };
}

/** Runs a command of Deskbell on a database; returns its output, parsed as JSON. */
export function run<T = unknown>(database: string, ...words: string[]): T {
  const text = execFileSync(program, [...words, "--json", "--database", database], {
    encoding: "utf8",
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export class Server {
  private constructor(
    private readonly options: Options,
    private child: ChildProcess,
    readonly address: Address,
    /** The link for the first administrator to sign up; only on a new database. */
    readonly welcome: string | null,
  ) {}

  /** Starts a server on a free port; resolves when the server answers requests. */
  static async start(options: Options): Promise<Server> {
    const { child, url, welcome } = await begin(options, "127.0.0.1:0");
    return new Server(options, child, { url, database: options.database }, welcome);
  }

  /** Kills the process, as a power failure would. */
  async kill(): Promise<void> {
    await end(this.child, "SIGKILL");
  }

  /** Starts the server again, at the same address. */
  async restart(): Promise<void> {
    const { child } = await begin(this.options, new URL(this.address.url).host);
    this.child = child;
  }

  /** Stops the server gracefully. */
  async stop(): Promise<void> {
    await end(this.child, "SIGTERM");
  }
}

async function begin(
  options: Options,
  listen: string,
): Promise<{ child: ChildProcess; url: string; welcome: string | null }> {
  const log = openSync(options.log, "a");
  const { demo, database } = options;
  const what = demo ? ["--demo"] : ["--database", database];
  const child = spawn(program, ["serve", "--json", "--listen", listen, ...what], {
    ...(demo ? { cwd: demo } : {}),
    stdio: ["ignore", "pipe", log],
    env: environment({
      DESKBELL_FILES__FOLDER: options.files,
      // Tests are in more of a hurry than the limits of programs and visitors foresee.
      DESKBELL_LIMITS__REQUESTS_PER_MINUTE: "0",
      DESKBELL_WIDGET__VISITS_PER_MINUTE: "0",
      DESKBELL_WIDGET__NEW_VISITORS_PER_MINUTE: "0",
      DESKBELL_WIDGET__CHATS_PER_TEN_MINUTES: "0",
      DESKBELL_WIDGET__STREAMS_PER_ADDRESS: "0",
      // Targets of webhooks are tests.
      DESKBELL_WEBHOOKS__ALLOW: "127.0.0.0/8",
    }),
  });
  closeSync(log);
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${code}; its log is ${options.log}`);
  });
  if (!child.stdout) throw new Error("a server without output");
  const first = once(createInterface(child.stdout), "line");
  const [line] = (await Promise.race([first, ended])) as [string];
  ended.catch(() => {});
  const said = JSON.parse(line) as { address: string; welcome?: string | null };
  return { child, url: said.address, welcome: said.welcome ?? null };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
