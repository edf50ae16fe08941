/** The colours that follow from the one that the site chose, so that everything on them can be read. */

type Rgb = [number, number, number];

/** The colours of a theme, by the names that styles have for them. */
export interface Palette {
  /** Fills: the button, the send button. */
  "--accent": string;
  "--on-accent": string;
  /** Links and borders on the surface. */
  "--accent-text": string;
  /** The visitor's own bubbles. */
  "--mine": string;
  "--on-mine": string;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The desk's own colour. */
const OWN: Rgb = [16, 101, 81];
/** The grounds that text stands on, as near to it as they come (`--sunken`, the agent's bubble). */
const GROUND: { light: Rgb; dark: Rgb } = { light: [238, 237, 232], dark: [32, 38, 36] };
/** The relative luminance of a grey of 42 % lightness in OKLCH, above which large areas glare in the dark. */
const DIM = 0.42 ** 3;
/** What text needs against its ground: 4.5, and what rounding may take. */
const ENOUGH = 4.55;

/** Reads `#rrggbb`. */
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

/** Moves a colour towards another in steps of 2 % until it will do. */
function move(from: Rgb, to: Rgb, will: (rgb: Rgb) => boolean): Rgb {
  for (let part = 0; part < 1; part += 0.02) {
    const rgb = from.map((v, i) => v + ((to[i] ?? 0) - v) * part) as Rgb;
    if (will(rgb)) return rgb;
  }
  return to;
}

/** The palette of a colour, or of the desk's own where it is none. */
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
