import { expect, test } from 'vitest';
import { upgradeReport } from '../../src/compose/upgrade-result.ts';
import { upgradedText } from '../../src/compose/upgraded-text.ts';
import { upgradeResult } from '../../src/schemas/upgrade-result.ts';
import type { UpgradeSpec } from '../../src/spec/upgrade-spec.ts';
import { upgradingSpec } from '../observe/preflight/upgrading-spec.ts';

const [OLD, NEW] = ['v1.35.4', 'v1.36.3'] as const;

/** A cluster in the middle of an upgrade: cp1 has it but for its kubelet, cp2 has just had it, the others wait. */
function specOf(node: string, more: Partial<UpgradeSpec> = {}): UpgradeSpec {
  const spec = upgradingSpec();
  const older: readonly [string, string][] = ['w1', 'cp1', 'cp2', 'cp3'].map((name) => [name, OLD]);
  return {
    ...spec,
    cluster: { ...spec.cluster, kubernetesVersion: NEW },
    nodeRegistration: { ...spec.nodeRegistration, name: node },
    controlPlane: true,
    running: {
      apiServer: NEW,
      apiServers: new Map([
        ['cp1', NEW],
        ['cp2', OLD],
        ['cp3', OLD],
      ]),
      kubelets: new Map([...older, ['w2', NEW]]),
      stored: spec.cluster,
    },
    ...more,
  };
}

test('a program is told what is left on which node', () => {
  const result = JSON.parse(JSON.stringify(upgradeReport(specOf('cp2'))));
  expect(upgradeResult.parse(result)).toEqual(result);
  expect(result).toEqual({
    node: 'cp2',
    role: 'control-plane',
    kubernetesVersion: NEW,
    left: { controlPlanes: ['cp3'], workers: ['w1'], kubelets: ['cp2', 'cp1'] },
  });
});

test('a worker that did not see the cluster knows of its own kubelet', () => {
  const result = upgradeReport(specOf('w1', { controlPlane: false, running: undefined }));
  expect(result).toMatchObject({ role: 'worker', left: { controlPlanes: [], workers: [], kubelets: ['w1'] } });
});

test('people are told the same, kubelets first, then control planes, then workers', () => {
  const lines = upgradedText('apply', specOf('cp2')).match(/on [^:]+:/g);
  expect(lines).toEqual(['on this node:', 'on cp1:', 'on cp3:', 'on w1:']);
});
