/**
 * What outlives a page: the visitor's token and a few choices, in the host's localStorage, or in memory where
 * there is no storage. With `shareAcross` it is a cookie of that domain, for sites with several subdomains; browsers
 * let go of a cookie beyond 4,096 bytes, so that what is too long for one stays on the subdomain.
 * Nothing is written before the visitor acted.
 */

import type { Kept } from "../shared/protocol";

/** Reads and writes what is kept for one application. */
export interface Keep {
  get(): Kept;
  set(kept: Kept): void;
  /** Calls back when another tab changed it. */
  watch(changed: () => void): void;
}

/** The keep of an application, under `deskbell:APP`. */
export function keepOf(w: Window, app: string, domain?: string): Keep {
  const key = `deskbell:${app}`;
  const start = `${encodeURIComponent(key)}=`;
  let memory: string | null = null;
  const read = (from: () => string | null): Kept => {
    try {
      return JSON.parse(from() || "{}") || {};
    } catch {
      return {};
    }
  };
  const cookie = () =>
    decodeURIComponent(
      w.document.cookie
        .split("; ")
        .find(c => c.startsWith(start))
        ?.slice(start.length) || "",
    );
  /** Whether the cookie is as it was written. */
  const bake = (text: string) => {
    w.document.cookie = `${start}${encodeURIComponent(text)};domain=${domain};path=/;max-age=${text ? 7776000 : 0};secure;samesite=lax`;
    return cookie() === text;
  };
  return {
    get() {
      const own = read(() => memory ?? w.localStorage.getItem(key));
      if (!domain || memory) return own;
      const shared = read(cookie);
      // The rest is of the same visitor alone: another subdomain may have become somebody else.
      return own.t === shared.t ? { ...own, ...shared } : shared;
    },
    set(kept) {
      const text = kept.t ? JSON.stringify(kept) : "";
      let rest = text;
      memory = null;
      try {
        if (domain) {
          if (bake(text)) rest = "";
          // Without cookies it is kept in memory.
          else if (!bake(JSON.stringify({ t: kept.t, m: kept.m }))) throw 0;
        }
        if (rest) w.localStorage.setItem(key, rest);
        else w.localStorage.removeItem(key);
      } catch {
        memory = rest;
      }
    },
    watch(changed) {
      w.addEventListener("storage", e => e.key === key && changed());
    },
  };
}
