/** Where the desk is: read from the script's own URL, so that a site changes one URL and nothing else. */

const TAIL = /(?:(?:compiled\/)?sdk\.js|widget\/)(?:[?#].*)?$/;

/**
 * The desk's base, ending in a slash, of the script's URL. All three paths of the script are known, below any
 * path of a proxy; of another URL it is the origin.
 */
export function baseOf(src: string): string {
  return TAIL.test(src) ? src.replace(TAIL, "") : `${new URL(src).origin}/`;
}

/** The URL of the script that runs, also where `currentScript` is not known (a module, an eval of a tag manager). */
export function ownUrl(d: Document): string | undefined {
  const own = d.currentScript as HTMLScriptElement | null;
  return own?.src || [...d.scripts].reverse().find(s => TAIL.test(s.src))?.src;
}
