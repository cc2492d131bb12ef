import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import type { Lab } from './lab.ts';
import { changedPaths, wholeTree } from './whole-tree.ts';

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
  expect(changedPaths(before, after).filter((path) => !idle.includes(path))).toEqual([]);
}
