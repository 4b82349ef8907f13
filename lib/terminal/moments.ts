/** Moments as people say them. */

const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
] as const;

/** How long something took or has been so, in its largest unit: `3 h`. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [1, "s"];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/**
 * How long it is since then.
 * @param at ISO 8601, or null where nobody knows
 */
export const since = (at: string | null): string => (at === null ? "–" : span(Date.now() - Date.parse(at)));
