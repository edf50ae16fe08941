/** The widget's icons, as strokes of one width on a grid of 24. */

import type { JSX } from "preact";

const PATHS = {
  bell: "M5 17.5h14M6 17v-1a6 6 0 0 1 12 0v1M4 20.5h16M12 10V7M10.5 7h3",
  back: "M19 12H5M11 6l-6 6 6 6",
  more: "M5.5 12a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0m6 0a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  close: "M6 6l12 12M18 6L6 18",
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.5 3.5 0 0 1 5 5L10 17.5a2 2 0 0 1-2.8-2.8L14.5 7.5",
  smile:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M8.5 14.5c.8 1.2 2 2 3.5 2s2.7-.8 3.5-2M9 9.5v.5M15 9.5v.5",
  send: "M20.5 3.5L10.5 13.5M20.5 3.5l-6 17-4-7-7-4z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checks: "M3 12.5l4.5 4.5L16 8M11 16l1 1 9-9",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7.5V12l3 2",
  warn: "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.1",
  off: "M3 3l18 18M5 12.5a10 10 0 0 1 5-2.7M19 12.5a10 10 0 0 0-3-2M2.5 9a14 14 0 0 1 4-2.6M21.5 9A14 14 0 0 0 11 5M8.5 16a5 5 0 0 1 7 0M12 19.5h.01",
  down: "M6 9l6 6 6-6",
} as const;

export type IconName = keyof typeof PATHS;

/** An icon by its name, or by its SVG path. */
export function Icon({ of, d }: { of?: IconName; d?: string }): JSX.Element {
  return (
    <svg
      class={of === "back" || of === "send" ? "icon turns" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={d ?? PATHS[of ?? "bell"]} />
    </svg>
  );
}
