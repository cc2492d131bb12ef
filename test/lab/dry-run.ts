import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import type { Lab } from './lab.ts';
import { changedPaths, type WholeTree, wholeTree } from './whole-tree.ts';

/** What a machine writes while nobody does anything on it, seen once and not at every look. */
const IDLE_MS = 10_000;

/** `tsadm init --dry-run` on a machine that has nothing yet leaves every file of it alone. */
export async function expectDryRunWritesNothing(lab: Lab): Promise<void> {
  const node = await lab.boot('cp1', { install: ['tsadm'] });
  await node.writeFile('/root/init.yaml', clusterConfig(node));
  const booted = await wholeTree(node);
  await sleep(IDLE_MS);
  const before = await wholeTree(node);
  const result = await node.exec(['tsadm', 'init', '--config=/root/init.yaml', IGNORED_CHECKS, '--dry-run']);
  const after = await wholeTree(node);
  expect(result).toMatchObject({ exitCode: 0 });
  expect(result.stdout).toContain('/etc/kubernetes/manifests/kube-apiserver.yaml');
  expect(before.size).toBeGreaterThan(5_000);
  const idle = changedPaths(booted, before);
  // What services do by themselves is nowhere near what init writes, so leaving it out hides nothing.
  expect(idle.filter((path) => !/^\/(run|var\/log)(\/|$)/.test(path))).toEqual([]);
  const changed = changedPaths(before, after).filter((path) => !idle.includes(path));
  expect(changed.filter((path) => !isFolderOfSystemd(path, before, after))).toEqual([]);
}

/**
 * Whether a path is a folder of systemd's own bookkeeping that is there before and after with the same mode. Any unit that
 * starts and ends by itself (a timer's, say) makes and removes an entry in it, which leaves nothing but the folder's times;
 * an entry that stays is a path of its own and is seen.
 */
function isFolderOfSystemd(path: string, before: WholeTree, after: WholeTree): boolean {
  const kindAndMode = (tree: WholeTree) => tree.get(path)?.split(' ').slice(0, 3).join(' ');
  const was = kindAndMode(before);
  return path.startsWith('/run/systemd/') && was?.startsWith('d ') === true && was === kindAndMode(after);
}
