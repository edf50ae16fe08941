/**
 * The base URL of the server, read from the script's own URL, so that a site changes only one URL.
 */

const TAIL = /(?:(?:compiled\/)?sdk\.js|widget\/)(?:[?#].*)?$/;

/**
 * The server's base URL, ending in a slash, from a script's URL: the part before `sdk.js`,
 * `compiled/sdk.js` or `widget/`, including a proxy's path. For any other URL, the origin.
 */
export function baseOf(src: string): string {
  return TAIL.test(src) ? src.replace(TAIL, "") : `${new URL(src).origin}/`;
}

/**
 * The URL of the running script, even where `currentScript` is missing, as in a module or in a tag
 * manager's `eval`.
 */
export function ownUrl(d: Document): string | undefined {
  const own = d.currentScript as HTMLScriptElement | null;
  return own?.src || [...d.scripts].reverse().find(s => TAIL.test(s.src))?.src;
}
