/**
 * What outlives a page: the visitor's token and a few choices, in the host's localStorage, or in memory where
 * there is no storage. With `shareAcross` it is a cookie of that domain, for sites with several subdomains.
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
  const stored = () =>
    domain
      ? decodeURIComponent(
          w.document.cookie
            .split("; ")
            .find(c => c.startsWith(start))
            ?.slice(start.length) || "",
        )
      : w.localStorage.getItem(key);
  const store = (text: string) => {
    if (domain)
      w.document.cookie = `${start}${encodeURIComponent(text)};domain=${domain};path=/;max-age=${text ? 7776000 : 0};secure;samesite=lax`;
    else if (text) w.localStorage.setItem(key, text);
    else w.localStorage.removeItem(key);
  };
  return {
    get() {
      try {
        return JSON.parse((memory ?? stored()) || "{}") || {};
      } catch {
        return {};
      }
    },
    set(kept) {
      const text = kept.t ? JSON.stringify(kept) : "";
      try {
        store(text);
        memory = null;
      } catch {
        memory = text;
      }
    },
    watch(changed) {
      w.addEventListener("storage", e => e.key === key && changed());
    },
  };
}
