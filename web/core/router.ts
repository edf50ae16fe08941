// The pages by URL, and the URLs of pages. Every view has a URL, so that the back button works and
// colleagues can share links.

import { signal } from "@preact/signals";
import { type Facets, isFacet, NO_FACETS } from "./found.ts";
import type { View } from "./shapes.ts";

export type Route =
  | {
      page: "chats";
      view: string;
      chat: number | null;
      side: "customer" | null;
      message: number | null;
    }
  | ({ page: "search"; q: string } & Facets)
  | { page: "reports"; q: string }
  | { page: "settings"; section: string; id: string }
  | { page: "setup"; step: string }
  | { page: "sign-in" | "welcome" | "reset"; token: string }
  | { page: "unknown"; path: string };

const VIEWS = [
  "mine",
  "unassigned",
  "all",
  "unread",
  "waiting",
  "drafts",
  "mentions",
  "snoozed",
  "closed",
  "blocked",
  "everything",
];

const BASE = "/inbox";

export function parse(path: string, search = "", hash = ""): Route {
  const parts = path.replace(/\/+$/, "").split("/").slice(2).map(decoded);
  const [first = "mine", second = "", third = ""] = parts;
  const words = new URLSearchParams(search);
  if (first === "search") {
    const [status = "", department = ""] = ["status", "department"].map(it => words.get(it) ?? "");
    return {
      page: "search",
      q: words.get("q") ?? "",
      status: isFacet(status) ? status : "",
      department: /^(\d+|none)$/.test(department) ? department : "",
    };
  }
  if (first === "reports") return { page: "reports", q: search };
  if (first === "setup") return { page: "setup", step: second };
  if (first === "settings") return { page: "settings", section: second, id: third };
  if (first === "sign-in" || first === "welcome" || first === "reset") {
    return { page: first, token: hash.replace(/^#/, "") };
  }
  const isView = VIEWS.includes(first) || /^(d|v|c)-\d+$/.test(first) || /^(t|s)-./.test(first);
  const chat = second === "" ? null : Number(second);
  if (isView && (chat === null || Number.isSafeInteger(chat)) && parts.length <= 3) {
    const message = Number(/^#m(\d+)$/.exec(hash)?.[1] ?? Number.NaN);
    return {
      page: "chats",
      view: first,
      chat,
      side: third === "customer" ? "customer" : null,
      message: Number.isNaN(message) ? null : message,
    };
  }
  return { page: "unknown", path };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function chatsPath(view: string, chat?: number | null, side?: "customer" | null): string {
  const parts = [BASE, encodeURIComponent(view)];
  if (chat) parts.push(String(chat));
  if (chat && side) parts.push(side);
  return parts.join("/");
}

/**
 * The path of a page of the settings. Without a section: the path of the list of sections.
 */
export const settingsPath = (section = "", id: string | number = "") =>
  [BASE, "settings", section, id].filter(it => it !== "").join("/");

/** The path of a search for a text, with the choices that narrow it. */
export function searchPath(q: string, { status, department }: Facets = NO_FACETS): string {
  const words = Object.entries({ q, status, department }).filter(([, it]) => it !== "");
  const query = words.map(([name, it]) => `${name}=${encodeURIComponent(it)}`).join("&");
  return `${BASE}/search${query ? `?${query}` : ""}`;
}

export const reportsPath = (q = "") => `${BASE}/reports${q}`;

/**
 * The view that a part of a URL names: by a name, a department, a customer, a tag, a status, or a
 * saved view.
 */
export function viewOf(
  name: string,
  saved: { id: number; filter: Record<string, unknown> }[],
): View {
  const [kind, ...rest] = name.split("-");
  const value = rest.join("-");
  if (kind === "d" && value) return { department: Number(value) };
  if (kind === "c" && value) {
    return { customer: Number(value), statuses: null, snoozed: null, blocked: null };
  }
  if (kind === "t" && value) return { tag: value };
  if (kind === "s" && value) return { statuses: [value] };
  if (kind === "v" && value) return saved.find(it => it.id === Number(value))?.filter ?? "all";
  return name;
}

/** The current page. */
export const route = signal<Route>({
  page: "chats",
  view: "mine",
  chat: null,
  side: null,
  message: null,
});

export function here(): void {
  route.value = parse(location.pathname, location.search, location.hash);
}

/** Opens a page; with `replace`, without a new entry in the browser's history. */
export function go(path: string, replace = false): void {
  if (path !== location.pathname + location.search + location.hash) {
    if (replace) history.replaceState(null, "", path);
    else history.pushState(null, "", path);
  }
  here();
}

/** Starts to handle the browser's back and forward buttons, and clicks on links to pages. */
export function startRouting(): void {
  addEventListener("popstate", here);
  addEventListener("hashchange", here);
  document.addEventListener("click", event => {
    const link = (event.target as Element | null)?.closest?.("a[href^='/inbox']");
    const isOurs =
      link &&
      event.button === 0 &&
      !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!isOurs || link.hasAttribute("target")) return;
    event.preventDefault();
    go(link.getAttribute("href") ?? BASE);
  });
  here();
}
