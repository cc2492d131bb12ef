/** Random choices that are the same for the same seed. */
export interface Chance {
  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number;
  /** True so many times of a hundred. */
  percent(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** The choices of one case: independent of all other cases, so that it can be repeated alone. */
export function chanceOf(seed: number, index: number): Chance {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { below, percent: (percent) => below(100) < percent, pick: (items) => items[below(items.length)]! };
}
