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

/** The script of a host's page: one classic script, served by three URLs. @type {InlineConfig} */
export const sdk = {
  ...common,
  build: {
    ...common.build,
    // Visitors' browsers are older than agents'.
    target: "es2020",
    rolldownOptions: {
      input: { sdk: `${root}widget/loader/main.ts` },
      output: { format: "iife", entryFileNames: "[name].js" },
    },
  },
};

/** The widget's frame: `dist/widget.html` and what it loads from `/assets/`. @type {InlineConfig} */
export const widget = {
  ...common,
  build: {
    ...common.build,
    // What knows oklch: the tokens are not written twice.
    cssTarget: ["chrome111", "firefox113", "safari16.2"],
    rolldownOptions: {
      input: { widget: `${root}widget.html` },
      output: {
        entryFileNames: "assets/widget-[name]-[hash].js",
        chunkFileNames: "assets/widget-[name]-[hash].js",
        assetFileNames: "assets/widget-[name]-[hash][extname]",
      },
    },
  },
};

/** All bundles, in the order in which they are built. @type {InlineConfig[]} */
export const targets = [sdk, widget, inbox];
