// The bundles: each is one run of Vite with files of its own in `dist`. Names carry a hash of the
// content, so that browsers may keep the files for ever; the same sources give the same bytes.

/** @import { InlineConfig, Plugin } from "vite" */

import { readdirSync, readFileSync } from "node:fs";

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

/**
 * What is imported when it is needed is imported plainly: it brings its own style, and Vite's helper, which waits
 * for styles, is a sixth of the core. @type {Plugin}
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

/** What an open chat is made of. */
const chat =
  /\/preact\/|\/view\/(jsx|main|say|icon|thread|text|lazy|header|composer|escape|wear)\.tsx?$|\/core\/(talk|news|outbox|desk|threads)\.ts$|\/ui\/(hue\.ts|tokens\.css\?inline)|\/view\/(style|thread)\.css/;

/** The styles of an open chat; those of other parts come with `rest.ts`. */
const first = ["style.css", "thread.css", "tease.css"];

/**
 * Leaves out the tokens that no style of the widget names: most are the inbox's. `tokens.css?inline` has those of an
 * open chat, `tokens.css?rest&inline` the others. Neither has what the frame sets: what follows from the site's colour,
 * and the scheme.
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

/** The widget's frame: `dist/widget.html` and what it loads from `/assets/`. @type {InlineConfig} */
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

/** The demonstration: `dist/demo.html`, a site that shows the widget, and what signs in. @type {InlineConfig} */
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
