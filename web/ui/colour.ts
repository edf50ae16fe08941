/** The colours computed from the site's own colour, with enough contrast to be legible. */

type Rgb = [number, number, number];

/** The colours of a theme, by the names of their CSS variables. */
export interface Palette {
  /** The fill colour, used by the widget's button and the send button. */
  "--accent": string;
  "--on-accent": string;
  /** The colour of links and borders on the surface. */
  "--accent-text": string;
  /** The background of the visitor's messages. */
  "--mine": string;
  "--on-mine": string;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The colour for sites that have not set a colour. */
const OWN: Rgb = [16, 101, 81];
/** The background colours with the least contrast to text (`--sunken`, the agent's bubble). */
const GROUND: { light: Rgb; dark: Rgb } = { light: [238, 237, 232], dark: [32, 38, 36] };
/**
 * The highest relative luminance of large areas in dark themes, where brighter areas glare: a grey
 * of 42 % lightness in OKLCH.
 */
const DIM = 0.42 ** 3;
/** The contrast that text needs: 4.5, and a margin for rounding. */
const ENOUGH = 4.55;

/** Parses `#rrggbb`; null for any other text. */
export function parse(colour: string | null): Rgb | null {
  if (!/^#[\da-f]{6}$/i.test(colour ?? "")) return null;
  const all = Number.parseInt(`${colour}`.slice(1), 16);
  return [all >> 16, (all >> 8) & 255, all & 255];
}

export const luminance = (rgb: Rgb): number => {
  const [r = 0, g = 0, b = 0] = rgb.map(v =>
    v > 10.3 ? ((v / 255 + 0.055) / 1.055) ** 2.4 : v / 3294.6,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

export const contrast = (one: Rgb, two: Rgb): number => {
  const [a, b] = [luminance(one) + 0.05, luminance(two) + 0.05];
  return a > b ? a / b : b / a;
};

const hex = (rgb: Rgb) => `#${rgb.map(v => Math.round(v).toString(16).padStart(2, "0")).join("")}`;
const on = (rgb: Rgb) => (contrast(rgb, WHITE) >= contrast(rgb, BLACK) ? WHITE : BLACK);

/**
 * Moves the colour `from` towards the colour `to` in steps of 2 %, until `will` accepts the colour.
 */
function move(from: Rgb, to: Rgb, will: (rgb: Rgb) => boolean): Rgb {
  for (let part = 0; part < 1; part += 0.02) {
    const rgb = from.map((v, i) => v + ((to[i] ?? 0) - v) * part) as Rgb;
    if (will(rgb)) return rgb;
  }
  return to;
}

/** The palette for a colour; for an invalid colour, the palette for Deskbell's green. */
export function palette(colour: string | null, dark: boolean): Palette {
  const brand = parse(colour) ?? OWN;
  const ground = dark ? GROUND.dark : GROUND.light;
  const text = move(brand, dark ? WHITE : BLACK, rgb => contrast(rgb, ground) >= ENOUGH);
  const accent = dark ? text : brand;
  const mine = dark ? move(brand, BLACK, rgb => luminance(rgb) <= DIM) : brand;
  return {
    "--accent": hex(accent),
    "--on-accent": hex(on(accent)),
    "--accent-text": hex(text),
    "--mine": hex(mine),
    "--on-mine": hex(on(mine)),
  };
}
