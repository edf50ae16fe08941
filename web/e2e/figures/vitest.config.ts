// The figures of the inbox, measured: `npx vitest run -c e2e/figures/vitest.config.ts` in `web/`,
// with DESKBELL_BIN naming the server that is delivered. Not part of the gate: a busy machine says
// nothing about speed.

import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["*.test.ts"],
    globalSetup: "../harness/setup.ts",
    fileParallelism: false,
    testTimeout: 1_800_000,
  },
});
