// Builds all bundles into `dist`, or into the folder that is named, from nothing.

import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "vite";
import { targets } from "./targets.mjs";

const out = resolve(process.argv[2] ?? `${import.meta.dirname}/dist`);
process.chdir(import.meta.dirname);
await rm(out, { recursive: true, force: true });
for (const target of targets) {
  await build({ ...target, build: { ...target.build, outDir: out } });
}
