import type { Issue } from '../errors.ts';
import { printable } from './issue-text.ts';

/** Nobody reads more of them; a binary file easily has a hundred thousand. */
export const mostTold = 200;

/** Flags first, then the file from top to bottom; fit to be printed, and not without end. */
export function issuesInOrder(issues: readonly Issue[]): readonly Issue[] {
  return issues
    .toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0))
    .slice(0, mostTold)
    .map(printable);
}

/** `kubeadm.yaml has 3 mistakes`. */
export function mistakesIn(file: string | undefined, issues: readonly Issue[]): string {
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
  const first = issues.length > mostTold ? `; these are the first ${mostTold}` : '';
  return `${file ?? 'the configuration'} has ${count}${first}`;
}
