// The end-to-end tests: real servers on both engines, and one Chromium. `harness/test.ts` says how
// they are written; `cargo xtask pages` runs them.

import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./harness/settings.ts";

export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ["{inbox,widget}/**/*.test.ts"],
    environment: "node",
    globalSetup: "./harness/setup.ts",
    // Browser and servers take the other half of two cores.
    maxWorkers: 2,
    expect: { poll: { timeout: PATIENCE_MS, interval: 50 } },
    testTimeout: 240_000,
    hookTimeout: 60_000,
    // The first failure of a file is what matters; a broken page would time out again and again.
    bail: 8,
  },
});
