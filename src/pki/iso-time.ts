/** A moment (milliseconds since the epoch) as RFC 3339 in UTC, whole seconds: what certificates can hold. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
