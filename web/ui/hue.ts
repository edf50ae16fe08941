// The hue of a person, a tag or a department, computed from the id and independent of its position
// in a list.

/** The hues from which a hash chooses. */
export const HUES = ["rose", "orange", "olive", "green", "teal", "blue", "violet", "plum"] as const;

export type Hue = (typeof HUES)[number];

/** The hue of an id or a name, by an FNV-1a hash, so that similar ids get different hues. */
export function hue(of: string | number): Hue {
  let hash = 0x811c9dc5;
  for (const char of String(of)) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  hash ^= hash >>> 15;
  return HUES[(hash >>> 0) % HUES.length] ?? "teal";
}
