/**
 * The data that outlives a page: the visitor's token and a few settings, in the host's
 * localStorage, or in memory if the page has no localStorage. With the option `shareAcross`, the
 * data is in a cookie of the domain in this option, for sites with several subdomains. Browsers
 * drop cookies of more than 4,096 bytes, so longer data stays on its subdomain. Nothing is stored
 * before the visitor acts.
 */

import type { Kept } from "../shared/protocol";

/** The stored data of one application. */
export interface Keep {
  get(): Kept;
  set(kept: Kept): void;
  /** Registers a callback for changes by other tabs. */
  watch(changed: () => void): void;
}

/** The stored data of an application, under the key `deskbell:APP`. */
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
  /** Writes the cookie; returns whether the browser stored it. */
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
