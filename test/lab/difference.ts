import { diffLines } from 'diff';

/** One place where two captures differ. `undefined` on a side: it is not there. */
export interface Difference {
  /** `ConfigMap kube-system/kubeadm-config › data › ClusterConfiguration` */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/**
 * Every place where two JSON-like values differ. Texts of several lines are compared line by line; order of list items
 * counts, because it counts in what is compared (arguments, subjects, SANs).
 */
export function differences(left: unknown, right: unknown, path = ''): readonly Difference[] {
  if (left === right) return [];
  if (typeof left === 'string' && typeof right === 'string' && `${left}${right}`.includes('\n')) {
    return lineDifferences(left, right, path);
  }
  if (!isTree(left) || !isTree(right) || Array.isArray(left) !== Array.isArray(right)) return [{ path, left, right }];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return keys.flatMap((key) => differences(left[key], right[key], path === '' ? key : `${path} › ${key}`));
}

/** For people: one difference a paragraph. */
export function showDifferences(found: readonly Difference[]): string {
  return found.map(({ path, left, right }) => `${path}\n  - ${show(left)}\n  + ${show(right)}`).join('\n');
}

function lineDifferences(left: string, right: string, path: string): readonly Difference[] {
  const changes = diffLines(left, right);
  return changes.flatMap((change, index): readonly Difference[] => {
    const before = changes[index - 1];
    if (change.removed) return changes[index + 1]?.added ? [] : [{ path, left: change.value, right: undefined }];
    if (change.added) return [{ path, left: before?.removed ? before.value : undefined, right: change.value }];
    return [];
  });
}

type Tree = { readonly [key: string]: unknown };

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value.trimEnd() : JSON.stringify(value);
  return (text ?? 'nothing').replaceAll('\n', '\n    ');
}
