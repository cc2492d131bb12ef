/** One round: both programs did the same, one right after the other. */
export interface Pair {
  readonly tsadm: number;
  readonly kubeadm: number;
}

/** Middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values, no median');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** tsadm divided by kubeadm, round by round: what slows the machine down for a while slows both. */
export function ratios(pairs: readonly Pair[]): readonly number[] {
  return pairs.map(({ tsadm, kubeadm }) => tsadm / kubeadm);
}
