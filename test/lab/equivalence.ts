import { expect } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import { capture, expectWhole, type Made, makeCluster } from './bring-up.ts';
import type { Configuration } from './configurations.ts';
import { differences, showDifferences } from './difference.ts';
import type { Lab } from './lab.ts';

/** kubeadm and tsadm make the same cluster in turn on equal machines; the one of tsadm is whole and stays up. */
export async function expectEquivalent(lab: Lab, configuration: Configuration, version?: string): Promise<void> {
  const theirs = await bringUp(lab, 'kubeadm', configuration, version);
  await lab.down();
  const ours = await bringUp(lab, 'tsadm', configuration, version);
  expect(Object.keys(theirs.files)).toContain('/etc/kubernetes/admin.conf');
  expect(Object.keys(theirs.objects)).toContain('ConfigMap kube-system/kubeadm-config');
  expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
}

async function bringUp(
  lab: Lab,
  program: 'kubeadm' | 'tsadm',
  configuration: Configuration,
  version?: string,
): Promise<Made> {
  const { node } = await makeCluster(lab, program, configuration, version);
  await expectWhole(node, configuration.systemPods, version);
  return capture(node);
}
