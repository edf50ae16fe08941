/**
 * What the loader on the host's page and the frame say to each other over their private MessagePort.
 *
 * Neither side trusts the other: the frame takes what the page says as claims, and the loader shows what the
 * frame says as text alone. The loader is small: how the button looks is decided in the frame and painted here.
 */

/** A page of the host, as the visitor sees it. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
  /** The page's `color-scheme`, and whether the visitor's system is dark. */
  scheme: string;
  dark: boolean;
}

/** What outlives a page, in the host's localStorage, from the moment the visitor acted. */
export interface Kept {
  /** The visitor's token. */
  t?: string | undefined;
  /** Whether the chat was open. */
  o?: boolean | undefined;
  /** Rules whose message was closed or answered. */
  r?: number[] | undefined;
  /** How many visits there were, and when a page was seen last, in Unix seconds. */
  v?: [number, number] | undefined;
  /** Whether the sound is off. */
  m?: boolean | undefined;
  /** What is typed and not sent, by chat. */
  d?: Record<string, string> | undefined;
  /** Messages that no server has yet, of each tab, under `q` and the tab's number. */
  [queue: `q${string}`]: unknown[] | undefined;
}

/** The only thing that is sent with `window.postMessage`; a port comes with it. */
export interface Hello {
  deskbell: 1;
  app: string;
  kept: Kept;
  page: Page;
  /** The languages of the page and of the browser, the page's first. */
  languages: string[];
  /** `helpcrunchSettings`, or the options of `init`. */
  options: Record<string, unknown>;
  /** Whether the browser asks not to be tracked. */
  quiet: boolean;
  open: boolean;
}

/** What stands on the host's page. */
export interface Paint {
  css: string;
  /** Classes of the whole: open, dark, and the like. */
  cls: string;
  /** What the button draws, and is called. */
  icon: string;
  label: string;
  /** The number on the button, or nothing. */
  badge: string;
  /** The title of the frame. */
  title: string;
}

/** From the loader to the frame: a call's last part is the number that `done` gives back, or −1. */
export type ToFrame =
  | ["call", string, unknown[], number]
  | ["page", Page]
  | ["open", boolean]
  | ["kept", Kept];

/** From the frame to the loader. */
export type ToPage =
  | ["ready"]
  | ["paint", Paint]
  | ["event", string, Record<string, unknown>]
  | ["kept", Kept]
  | ["open", boolean]
  | ["done", number]
  | ["warn", string];
