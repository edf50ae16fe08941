/** The part of a site's values that can be sent to the frame. */

/**
 * A copy by way of JSON, without functions; undefined for a value without JSON, such as one with a
 * cycle.
 */
export function plain<T>(value: T): T | undefined {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return;
  }
}
