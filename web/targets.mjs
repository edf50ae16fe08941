// The bundles: each is one run of Vite with files of its own in `dist`. Names carry a hash of the
// content, so that browsers may keep the files for ever; the same sources give the same bytes.

/** @import { InlineConfig } from "vite" */

const root = `${import.meta.dirname}/`;

/** What all bundles have in common. @type {InlineConfig} */
export const common = {
  root,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    outDir: `${root}dist`,
    emptyOutDir: false,
    // The pages' policy allows no script in HTML and no data: URLs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
};

/** The pages of agents: `dist/inbox.html` and what it loads from `/assets/`. @type {InlineConfig} */
export const inbox = {
  ...common,
  build: {
    ...common.build,
    rolldownOptions: {
      input: { inbox: `${root}inbox.html` },
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
};

/** All bundles, in the order in which they are built. @type {InlineConfig[]} */
export const targets = [inbox];
