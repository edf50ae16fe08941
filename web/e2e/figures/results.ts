// Where figures go: each is printed, and with DESKBELL_WRITE_FIGURES a section of benches/RESULTS.md is
// written anew.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

const RESULTS = new URL("../../../benches/RESULTS.md", import.meta.url);

/** The median and the 95th percentile of values. */
export function quantiles(all: number[]): { p50: number; p95: number } {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

/** A measured value, its goal, and whether the goal is reached. */
interface Row {
  what: string;
  value: string;
  goal: string;
  isReached: boolean;
}

/** The measured values of one test file, written as one section of the results. */
export class Section {
  private readonly rows: Row[] = [];

  constructor(
    private readonly name: string,
    private readonly title: string,
    private readonly method: string,
  ) {}

  add(what: string, value: string, goal: string, isReached: boolean): void {
    this.rows.push({ what, value, goal, isReached });
    console.log(`FIGURE ${what}: ${value} (goal: ${goal})`);
  }

  /** Writes the section, if `DESKBELL_WRITE_FIGURES` is set. */
  write(): void {
    if (!process.env["DESKBELL_WRITE_FIGURES"]) return;
    const busy = loadavg().map(it => it.toFixed(1));
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" });
    const text = [
      `<!-- begin ${this.name} -->`,
      `## ${this.name}: ${this.title}`,
      "",
      `* Machine: ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, for servers, browser and client`,
      `* Versions: deskbell ${commit.trim()}, Chromium without a screen`,
      `* Date: ${new Date().toISOString().slice(0, 10)}; load over 1, 5 and 15 minutes at the end: ${busy.join(", ")}`,
      `* Method: ${this.method}`,
      "",
      "| what | measured | goal | reached |",
      "|---|---|---|---|",
      ...this.rows.map(
        it => `| ${it.what} | ${it.value} | ${it.goal} | ${it.isReached ? "yes" : "**no**"} |`,
      ),
      `<!-- end ${this.name} -->`,
    ].join("\n");
    const old = readFileSync(RESULTS, "utf8").trimEnd();
    const known = new RegExp(`<!-- begin ${this.name} -->[^]*<!-- end ${this.name} -->`);
    const all = known.test(old) ? old.replace(known, () => text) : `${old}\n\n${text}`;
    writeFileSync(RESULTS, `${all}\n`);
  }
}
