/**
 * The messages between the loader on the host's page and the frame, over their private MessagePort.
 *
 * Neither side trusts the other: for the frame the page's data are claims, and the loader shows the
 * frame's data only as text. To keep the loader small, the frame determines the button's
 * appearance, and the loader only applies it.
 */

/** A page of the host. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
  /** The page's `color-scheme`; `dark` tells whether the visitor's system prefers dark. */
  scheme: string;
  dark: boolean;
}

/** The data that outlives a page, in the host's localStorage, once the visitor has acted. */
export interface Kept {
  /** The token of the visitor's session. */
  t?: string | undefined;
  /** True if the chat was open. */
  o?: boolean | undefined;
  /** The ids of the rules whose message was shown. */
  r?: number[] | undefined;
  /** The number of visits, and the time of the last page view, in Unix seconds. */
  v?: [number, number] | undefined;
  /** True if the sound is off. */
  m?: boolean | undefined;
  /** The visitor's drafts, by chat. */
  d?: Record<string, string> | undefined;
  /** The messages that the server does not have yet. Each page has its own key. */
  [queue: `q${string}`]: unknown[] | undefined;
}

/** The only message sent with `window.postMessage`; it carries a port. */
export interface Hello {
  deskbell: 1;
  app: string;
  kept: Kept;
  page: Page;
  /** The languages of the page and of the browser, beginning with the page's language. */
  languages: string[];
  /** The value of `helpcrunchSettings`, or the options of `init`. */
  options: Record<string, unknown>;
  /** True if the browser asks not to be tracked. */
  quiet: boolean;
  open: boolean;
}

/** The appearance of the widget's elements on the host's page. */
export interface Paint {
  css: string;
  /** The CSS classes of the root element, such as `open` and `dark`. */
  cls: string;
  /** The SVG path of the button's icon; `label` is the button's name. */
  icon: string;
  label: string;
  /** The number on the button; empty for no number. */
  badge: string;
  title: string;
}

/**
 * A message from the loader to the frame. The last element of a call is the call's number, which
 * the frame returns in `done`, or −1 if nothing waits for the call's end.
 */
export type ToFrame =
  | ["call", string, unknown[], number]
  | ["page", Page]
  | ["open", boolean]
  | ["kept", Kept];

/** A message from the frame to the loader. */
export type ToPage =
  | ["ready"]
  | ["paint", Paint]
  | ["event", string, Record<string, unknown>]
  | ["kept", Kept]
  | ["open", boolean]
  | ["done", number]
  | ["warn", string];
