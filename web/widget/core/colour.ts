/** The colours that follow from the one that the site chose, so that everything on them can be read. */

type Rgb = [number, number, number];

/** The palette of a theme. */
export interface Palette {
  /** Fills: the button, the send button. */
  accent: string;
  on: string;
  /** Links and borders on the surface. */
  text: string;
  /** The visitor's own bubbles. */
  mine: string;
  onMine: string;
}

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** The surfaces of both themes (`--surface`). */
const SURFACE: { light: Rgb; dark: Rgb } = { light: [253, 252, 250], dark: [21, 26, 24] };
/** The relative luminance of a grey of 42 % lightness in OKLCH, above which large areas glare in the dark. */
const DIM = 0.42 ** 3;
/** What text needs against its ground. */
const ENOUGH = 4.5;

/** Reads `#rgb` or `#rrggbb`. */
export function parse(colour: string): Rgb | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(colour);
  const long = short
    ? short.slice(1).map(c => c + c)
    : /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour)?.slice(1);
  return long ? (long.map(c => Number.parseInt(c, 16)) as Rgb) : null;
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

/** The palette of a colour; `null` where it is none, and the desk's own is used. */
export function palette(colour: string | null, dark: boolean): Palette | null {
  const brand = parse(colour || "");
  if (!brand) return null;
  const ground = dark ? SURFACE.dark : SURFACE.light;
  const text = move(brand, dark ? WHITE : BLACK, rgb => contrast(rgb, ground) >= ENOUGH);
  const accent = dark ? text : brand;
  const mine = dark ? move(brand, BLACK, rgb => luminance(rgb) <= DIM) : brand;
  return {
    accent: hex(accent),
    on: hex(on(accent)),
    text: hex(text),
    mine: hex(mine),
    onMine: hex(on(mine)),
  };
}

/** The desk's own palette: the values of `--accent`, `--on-accent`, `--accent-text`, `--mine`, `--on-mine`. */
export const own = (dark: boolean): Palette =>
  dark
    ? { accent: "#66c8a8", on: "#041813", text: "#73d5b4", mine: "#175545", onMine: "#eceee9" }
    : { accent: "#106551", on: "#fefdfb", text: "#075d4a", mine: "#106551", onMine: "#fefdfb" };
