// The bundles: each is one run of Vite with files of its own in `dist`. Names carry a hash of the
// content, so that browsers may keep the files for ever; the same sources give the same bytes.

/** @import { InlineConfig, Plugin } from "vite" */

import { readdirSync, readFileSync } from "node:fs";

const root = `${import.meta.dirname}/`;

/** The settings that all bundles have in common. @type {InlineConfig} */
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

/** The pages of agents: `dist/inbox.html` and its files in `/assets/`. @type {InlineConfig} */
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

/** The script of a host's page: one classic script, served at three URLs. @type {InlineConfig} */
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

/**
 * Replaces Vite's helper for dynamic imports by plain imports. The helper waits for style sheets,
 * but the imported parts contain their styles. The helper would be a sixth of the core.
 * @type {Plugin}
 */
const plainImports = {
  name: "plain-imports",
  enforce: "pre",
  load: id =>
    id === "\0vite/preload-helper.js" ? "export const __vitePreload = load => load();" : null,
  renderChunk: code => ({
    code: code
      .replace(/__vitePreload\(\(\) => (import\([^)]*\).*?), __VITE_PRELOAD__\)/gs, "$1")
      .replace(
        /const __vitePreload = .*\n|(?:, )?\w+ as __vitePreload|(?:, )?__vitePreload as \w+/g,
        "",
      ),
    map: null,
  }),
};

/** The source files that every open chat needs. */
const chat =
  /\/preact\/|\/view\/(jsx|main|say|icon|thread|text|lazy|header|composer|escape|wear)\.tsx?$|\/core\/(talk|news|outbox|desk|threads)\.ts$|\/ui\/(hue\.ts|tokens\.css\?inline)|\/view\/(style|thread)\.css/;

/** The style sheets of an open chat. `rest.ts` imports the style sheets of other parts. */
const first = ["style.css", "thread.css", "tease.css"];

/**
 * Removes from `tokens.css` the CSS variables that no style sheet of the widget uses.
 * `tokens.css?inline` has the variables of an open chat, `tokens.css?rest&inline` has the
 * variables of the other parts. Variables that the frame sets are removed from both.
 * @type {Plugin}
 */
const ownTokens = {
  name: "own-tokens",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("/ui/tokens.css")) return null;
    const folder = `${root}widget/view/`;
    const read = (/** @type {string[]} */ names) =>
      names.map(name => readFileSync(folder + name, "utf8")).join();
    const set = readFileSync(`${root}ui/colour.ts`, "utf8");
    /** @param {string} css */
    const named = css => {
      const names = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map(it => it[1] ?? ""));
      for (const name of names)
        for (const [, value = ""] of code.matchAll(new RegExp(`${name}:([^;]*);`, "g")))
          for (const [, other = ""] of value.matchAll(/var\((--[\w-]+)/g)) names.add(other);
      return names;
    };
    const early = named(`${read(first)}${/\[class[^}]*}/.exec(code)?.[0]}`);
    const all = named(read(readdirSync(folder).filter(it => it.endsWith(".css"))));
    const rest = id.includes("?rest");
    /** @param {string} name */
    const isOwn = name =>
      rest ? all.has(name) && !early.has(name) : early.has(name) || name === "--hue";
    return {
      code: code
        .replace(/^\s*(--[\w-]+):[^;]*;\n/gm, (line, name) =>
          isOwn(name) && !set.includes(`"${name}"`) ? line : "",
        )
        .replace(rest ? /color-scheme:.*|\[class[^}]*}/g : /color-scheme:.*/g, ""),
      map: null,
    };
  },
};

/** The widget's frame: `dist/widget.html` and its files in `/assets/`. @type {InlineConfig} */
export const widget = {
  ...common,
  resolve: { alias: { "preact/jsx-runtime": `${root}widget/view/jsx.ts` } },
  plugins: [plainImports, ownTokens],
  build: {
    ...common.build,
    modulePreload: false,
    // What knows oklch: the tokens are not written twice.
    cssTarget: ["chrome111", "firefox113", "safari16.2"],
    rolldownOptions: {
      input: { widget: `${root}widget.html` },
      output: {
        entryFileNames: "assets/widget-[name]-[hash].js",
        chunkFileNames: ({ facadeModuleId: id }) =>
          id?.includes("/more/")
            ? "assets/widget-more-[name]-[hash].js"
            : "assets/widget-[name]-[hash].js",
        assetFileNames: "assets/widget-[name]-[hash][extname]",
        // What every open chat needs is one file; what the core has is in none beside it.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: "chat", test: chat }],
        },
      },
    },
  },
};

/** The demo server's pages: the shop, and the page that signs in. @type {InlineConfig} */
export const demo = {
  ...common,
  build: {
    ...common.build,
    rolldownOptions: {
      input: { demo: `${root}demo.html`, "demo-inbox": `${root}demo-inbox.html` },
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
};

/** All bundles, in the order in which they are built. @type {InlineConfig[]} */
export const targets = [sdk, widget, inbox, demo];
