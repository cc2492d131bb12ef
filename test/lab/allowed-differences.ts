import type { Difference } from './difference.ts';

/** A place where tsadm may differ from kubeadm, and why that is right. */
export interface AllowedDifference {
  readonly path: RegExp;
  readonly cause: string;
}

/** At most 15. What is random or a time is taken out before (machine-files.ts, cluster-objects.ts), and is not here. */
export const allowedDifferences: readonly AllowedDifference[] = [];

/** What is left of the differences when the allowed ones are taken away. */
export function unexpected(found: readonly Difference[]): readonly Difference[] {
  return found.filter(({ path }) => !allowedDifferences.some((allowed) => allowed.path.test(path)));
}
