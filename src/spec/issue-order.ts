import type { Issue } from '../errors.ts';

/** Flags first, then the file from top to bottom. */
export function issuesInOrder(issues: readonly Issue[]): readonly Issue[] {
  return issues.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}

/** `kubeadm.yaml has 3 mistakes`. */
export function mistakesIn(file: string | undefined, issues: readonly Issue[]): string {
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
  return `${file ?? 'the configuration'} has ${count}`;
}
