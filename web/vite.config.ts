// `vite` alone serves the inbox for work on it, with the operations of the Deskbell that
// DESKBELL_URL names. `build.mjs` builds what is delivered; `targets.mjs` says what that is.

import { defineConfig } from "vitest/config";
import { inbox } from "./targets.mjs";

const server = process.env["DESKBELL_URL"] ?? "http://127.0.0.1:8080";
const { configFile: _, ...config } = inbox;

export default defineConfig({
  ...config,
  server: {
    proxy: Object.fromEntries(
      ["/app", "/v1", "/files", "/widget"].map(path => [path, { target: server, ws: true }]),
    ),
  },
  test: {
    include: ["{core,ui,inbox,widget}/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
  },
});
