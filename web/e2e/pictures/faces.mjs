// Draws the pictures of the demonstration's agents, who are nobody: `crates/transfer/src/seed/faces/*.webp`, by
// `node web/e2e/pictures/faces.mjs`. DESKBELL_CHROMIUM names another Chromium.

import { mkdirSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const FOLDER = new URL("../../../crates/transfer/src/seed/faces/", import.meta.url).pathname;
/** The side of a picture, in pixels: twice the largest side of a picture on the pages. */
const SIDE = 128;
/** The largest size of a picture, in bytes. The program contains every picture. */
const BYTES_MAX = 2048;

const ellipse = (/** @type {number[]} */ [x, y, rx, ry = rx], /** @type {string} */ fill) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const path = (/** @type {string} */ d, /** @type {string} */ fill) =>
  `<path d="${d}" fill="${fill}"/>`;
const line = (/** @type {string} */ d, /** @type {string} */ stroke, width = 2.5) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round"/>`;
const spots = (/** @type {number[][]} */ all, /** @type {string} */ fill) =>
  all.map(it => ellipse(it, fill)).join("");

const CAP = "M40 58Q35 25 64 24Q93 25 88 58Q85 45 77 40Q60 45 50 38Q42 45 40 58Z";

/** The hair of each style as two SVG parts: behind the head, and in front of the head.
 * @type {Record<string, (hair: string) => [string, string]>} */
const HAIR = {
  afro: hair => [
    ellipse([64, 46, 37, 35], hair),
    path("M41 56Q43 40 64 39Q85 40 87 56Q92 25 64 25Q36 25 41 56Z", hair),
  ],
  bob: hair => [
    `<rect x="35" y="25" width="58" height="68" rx="27" fill="${hair}"/>`,
    path("M41 60Q36 27 64 27Q92 27 87 60Q84 46 76 38Q62 54 41 60Z", hair),
  ],
  bun: hair => [
    ellipse([64, 20, 14], hair),
    path("M41 58Q36 27 64 27Q92 27 87 58Q82 40 64 40Q46 40 41 58Z", hair),
  ],
  curly: hair => [
    spots(
      [
        [40, 50, 14],
        [88, 50, 14],
        [38, 68, 12],
        [90, 68, 12],
        [42, 84, 10],
        [86, 84, 10],
      ],
      hair,
    ),
    spots(
      [
        [46, 36, 12],
        [58, 29, 12],
        [72, 29, 12],
        [83, 37, 12],
      ],
      hair,
    ),
  ],
  long: hair => [
    path("M31 116Q28 24 64 24Q100 24 97 116Q80 106 64 106Q48 106 31 116Z", hair),
    path("M64 34C54 37 46 44 41 62C35 36 47 26 64 26C81 26 93 36 87 62C82 44 74 37 64 34Z", hair),
  ],
  short: hair => ["", path(CAP, hair)],
};

const BEARD = "M41 60Q41 91 64 91Q87 91 87 60Q85 72 76 70Q64 64 52 70Q43 72 41 60Z";

/** @typedef {{ ground: string, shirt: string, skin: string, shade: string, hair: string, style: string,
 *   beard?: boolean, glasses?: boolean }} Look */

const SKIN = {
  deep: { skin: "#7a4a30", shade: "#613822" },
  brown: { skin: "#a8704b", shade: "#8c5a39" },
  tan: { skin: "#d9a27c", shade: "#bd8661" },
  fair: { skin: "#f0c9ac", shade: "#d7aa8a" },
};

/** @type {Record<string, Look>} */
const LOOKS = {
  amara: { ground: "#f6dfa8", shirt: "#0f6a50", ...SKIN.deep, hair: "#241a17", style: "afro" },
  bruno: {
    ground: "#cfe3ef",
    shirt: "#33475b",
    ...SKIN.fair,
    hair: "#5b4030",
    style: "short",
    glasses: true,
  },
  chiara: { ground: "#f3d6cd", shirt: "#b4482f", ...SKIN.tan, hair: "#4a2c1d", style: "long" },
  dmitri: {
    ground: "#dcdccd",
    shirt: "#4b5a3c",
    ...SKIN.fair,
    hair: "#8d8b86",
    style: "short",
    beard: true,
  },
  elif: { ground: "#dcd3ee", shirt: "#5b4a8a", ...SKIN.tan, hair: "#2b2024", style: "bob" },
  farid: {
    ground: "#cfe8dc",
    shirt: "#8a6a1f",
    ...SKIN.brown,
    hair: "#1f1a1a",
    style: "short",
    beard: true,
  },
  greta: { ground: "#cbe6ea", shirt: "#a23b5a", ...SKIN.fair, hair: "#d9b56a", style: "bun" },
  ines: { ground: "#f6dfa8", shirt: "#2e5f7d", ...SKIN.tan, hair: "#7a3b1e", style: "curly" },
  jonas: { ground: "#dfe5c8", shirt: "#274f47", ...SKIN.fair, hair: "#b8692e", style: "short" },
  kavya: {
    ground: "#f1d3df",
    shirt: "#c08a1e",
    ...SKIN.brown,
    hair: "#201819",
    style: "long",
    glasses: true,
  },
};

/** @param {Look} look */
function drawing({ ground, shirt, skin, shade, hair, style, beard, glasses }) {
  const [behind = "", over = ""] = HAIR[style]?.(hair) ?? [];
  const ink = "#2a201d";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="${SIDE}" height="${SIDE}">
<rect width="128" height="128" fill="${ground}"/>
${behind}
${path("M10 128C10 106 32 99 52 95H76C96 99 118 106 118 128Z", shirt)}
${path("M52 80H76V96Q64 110 52 96Z", shade)}
${spots(
  [
    [41, 61, 5, 6],
    [87, 61, 5, 6],
  ],
  shade,
)}
${ellipse([64, 60, 23, 28], skin)}
${beard ? path(BEARD, hair) : ""}
${over}
${spots(
  [
    [55, 60, 2.6, 3],
    [73, 60, 2.6, 3],
  ],
  ink,
)}
${line("M50 53Q55 50 59 53M69 53Q73 50 78 53", beard ? ink : hair)}
${line("M64 62Q67 68 63 69", shade, 2)}
${line("M57 75Q64 81 71 75", beard ? "#e7c9b4" : "#8a3b33")}
${glasses ? `${line("M62 60Q64 58 66 60", ink, 2)}<g fill="none" stroke="${ink}" stroke-width="2"><circle cx="55" cy="60" r="7.5"/><circle cx="73" cy="60" r="7.5"/></g>` : ""}
</svg>`;
}

const browser = await chromium.launch({
  executablePath: process.env["DESKBELL_CHROMIUM"] ?? "/usr/bin/chromium",
  chromiumSandbox: false,
  args: ["--disable-gpu", "--disable-quic", "--no-first-run"],
});
try {
  const page = await browser.newPage();
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, look] of Object.entries(LOOKS)) {
    const bytes = await page.evaluate(
      async ([svg = "", side = 0]) => {
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
        await image.decode();
        const canvas = new OffscreenCanvas(+side, +side);
        canvas.getContext("2d")?.drawImage(image, 0, 0);
        const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
        return [...new Uint8Array(await blob.arrayBuffer())];
      },
      /** @type {const} */ ([drawing(look), SIDE]),
    );
    if (bytes.length > BYTES_MAX) throw new Error(`${name} has ${bytes.length} bytes`);
    writeFileSync(`${FOLDER}${name}.webp`, Buffer.from(bytes));
    process.stdout.write(`${name}: ${bytes.length} bytes\n`);
  }
} finally {
  await browser.close();
}
