/** What of a site's values can be sent to the frame. */

/** JSON, without functions, nodes and cycles; nothing where there is no JSON of it. */
export function plain<T>(value: T): T | undefined {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return;
  }
}
