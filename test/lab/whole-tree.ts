import type { LabNode } from './node.ts';

/** Path → everything about it that a write would change; the time of the last change (ctime) cannot be set back. */
export type WholeTree = ReadonlyMap<string, string>;

/** Kernel views: they change by themselves and cannot be written to disk. */
const KERNEL = ['/proc', '/sys', '/dev'];

/** The whole machine below its root. */
export async function wholeTree(node: LabNode): Promise<WholeTree> {
  const prune = KERNEL.flatMap((path) => ['-path', path, '-prune', '-o']);
  const format = '%p\\t%y %m %U:%G %s %C@ %T@ %l\\0';
  const { stdout } = await node.exec(['find', '/', ...prune, '-printf', format]);
  const records = stdout.split('\0').filter(Boolean);
  return new Map(records.map((record) => record.split('\t') as [string, string]));
}

/** Paths that appeared, went or changed. */
export function changedPaths(before: WholeTree, after: WholeTree): readonly string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => before.get(path) !== after.get(path)).sort();
}
