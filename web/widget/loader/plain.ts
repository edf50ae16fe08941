/** The part of a site's values that can be sent to the frame. */

/**
 * Copies a value through JSON, without functions; undefined for a value without JSON, such as a
 * cyclic object.
 */
export function plain<T>(value: T): T | undefined {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return;
  }
}
