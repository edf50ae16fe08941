// A picture of at most 256 colours as a small PNG: what covers most of it keeps its exact colour, the
// rest gets the nearest of the colours that are left.

import { crc32, deflateSync } from "node:zlib";

const COLOURS = 256;
/** The number of the most frequent colours that stay unchanged. */
const EXACT = 48;

/** @typedef {{ rgb: number, n: number }} Counted */

const channel = (/** @type {number} */ rgb, /** @type {number} */ at) =>
  (rgb >> (16 - 8 * at)) & 255;

/** Divides colours into at most `most` groups; returns the mean colour of each group. */
function middles(/** @type {Counted[]} */ all, /** @type {number} */ most) {
  const spread = (/** @type {Counted[]} */ group) => {
    const of = [0, 1, 2].map(at => {
      const values = group.map(it => channel(it.rgb, at));
      return Math.max(...values) - Math.min(...values);
    });
    const widest = Math.max(...of);
    return { widest, at: of.indexOf(widest) };
  };
  const groups = all.length > 0 ? [{ group: all, ...spread(all) }] : [];
  while (groups.length < most) {
    groups.sort((a, b) => b.widest * b.group.length - a.widest * a.group.length);
    const [first] = groups;
    if (!first || first.widest === 0) break;
    groups.shift();
    const sorted = first.group.sort((a, b) => channel(a.rgb, first.at) - channel(b.rgb, first.at));
    const half = Math.ceil(sorted.length / 2);
    for (const group of [sorted.slice(0, half), sorted.slice(half)])
      groups.push({ group, ...spread(group) });
  }
  return groups.map(({ group }) => {
    const sum = group.reduce((n, it) => n + it.n, 0);
    const mean = (/** @type {number} */ at) =>
      Math.round(group.reduce((n, it) => n + it.n * channel(it.rgb, at), 0) / sum);
    return (mean(0) << 16) | (mean(1) << 8) | mean(2);
  });
}

/** Encodes pixels of four bytes each as a PNG with a palette.
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height */
export function indexed(pixels, width, height) {
  const rgb = new Uint32Array(width * height);
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < rgb.length; at++) {
    const [r = 0, g = 0, b = 0] = pixels.subarray(4 * at, 4 * at + 3);
    rgb[at] = (r << 16) | (g << 8) | b;
    counts.set(rgb[at] ?? 0, (counts.get(rgb[at] ?? 0) ?? 0) + 1);
  }
  const all = [...counts].map(([rgb, n]) => ({ rgb, n })).sort((a, b) => b.n - a.n);
  const exact = all.slice(0, EXACT).map(it => it.rgb);
  const palette = [...exact, ...middles(all.slice(EXACT), COLOURS - EXACT)];
  const distance = (/** @type {number} */ a, /** @type {number} */ b) =>
    [0, 1, 2].reduce((sum, at) => sum + (channel(a, at) - channel(b, at)) ** 2, 0);
  const nearest = new Map(
    all.map(it => {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      palette.forEach((colour, n) => {
        const far = distance(it.rgb, colour);
        if (far < least) [best, least] = [n, far];
      });
      return [it.rgb, best];
    }),
  );
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      lines[y * (width + 1) + 1 + x] = nearest.get(rgb[y * width + x] ?? 0) ?? 0;
  const chunk = (/** @type {string} */ type, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  // Eight bits of a palette.
  size.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", size),
    chunk("PLTE", Buffer.from(palette.flatMap(it => [0, 1, 2].map(at => channel(it, at))))),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
