// Chats of other times, by the command that imports transcripts.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Desk } from "./desk.ts";

export interface Dialog {
  id: string;
  /** The messages, with their times in milliseconds. */
  turns: { from: "customer" | "agent"; text: string; at: number }[];
}

/** Imports dialogs, each as a chat. */
export function transcribe(desk: Desk, dialogs: Dialog[]): void {
  const folder = mkdtempSync(join(tmpdir(), "deskbell-pages-"));
  const file = join(folder, "dialogs.ndjson");
  const lines = dialogs.map(it => `${JSON.stringify({ topic: "Lamps", ...it })}\n`);
  writeFileSync(file, lines.join(""));
  desk.run("import", "transcripts", file);
  rmSync(folder, { recursive: true });
}
