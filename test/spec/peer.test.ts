import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clusterConfigurationObject } from '../../src/spec/cluster-configuration-object.ts';
import { initConfigurationObject } from '../../src/spec/init-configuration-object.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { defaultCriSocket } from '../../src/spec/paths.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import { badCases } from './bad-cases.ts';
import { externalEtcdConfiguration, fullConfiguration } from './full-configuration.ts';
import { goodCases } from './good-cases.ts';

/**
 * The peer decides what is a good configuration: where TSADM_PEER_KUBEADM names a kubeadm v1.36.3, it judges every case,
 * and must agree but for the cases that say why it does not.
 */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const folder = mkdtempSync(join(tmpdir(), 'tsadm-spec-peer-'));
afterAll(() => rmSync(folder, { recursive: true }));

function verdict(text: string): string {
  const file = join(folder, 'kubeadm.yaml');
  writeFileSync(file, text);
  try {
    execFileSync(kubeadm!, ['config', 'validate', '--config', file], { stdio: 'pipe' });
    return 'taken';
  } catch (error) {
    return `refused: ${(error as { stderr: Buffer }).stderr}`;
  }
}

describe.skipIf(kubeadm === undefined)('kubeadm v1.36.3', () => {
  test.each(badCases.map((one) => [one.name, one] as const))('refuses %s', (_, { text, kubeadmTakesIt }) => {
    expect(verdict(text)).toMatch(kubeadmTakesIt === undefined ? /^refused/ : /^taken/);
  });
  test.each(goodCases.map((one) => [one.name, one] as const))('takes %s', (_, { text, kubeadmRefusesIt }) => {
    expect(verdict(text)).toMatch(kubeadmRefusesIt === undefined ? /^taken/ : /^refused/);
  });

  /** Filled from this host, and one that its `migrate` mistakes (kubeadm-cli-config.md, 3.10). */
  const unlike = /^.*(?:controlPlaneComponentHealthCheck|advertiseAddress|kubernetesVersion| token): .*\n/gm;

  test.each([
    ['every field', fullConfiguration.replace('[Swap, NumCPU]', '[numcpu, swap]')],
    ['external etcd', externalEtcdConfiguration],
    ['v1beta3', goodCases.find(({ name }) => name === 'v1beta3')!.text],
    ['anchors', goodCases.find(({ name }) => name === 'anchors')!.text],
    ['nothing for everything', goodCases.find(({ name }) => name === 'nothing for everything')!.text],
  ])('writes both documents as we do: %s', (_, text) => {
    const file = join(folder, 'kubeadm.yaml');
    writeFileSync(file, text);
    const to = join(folder, 'migrated.yaml');
    execFileSync(kubeadm!, ['config', 'migrate', '--old-config', file, '--new-config', to], { stdio: 'pipe' });
    const { spec } = loadInitSpec({ program: 'tsadm', document: { file, text }, overrides: [] });
    const taints = spec.nodeRegistration.taints ?? [
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
    ];
    const name = spec.nodeRegistration.name || hostname().toLowerCase();
    const criSocket = spec.nodeRegistration.criSocket || defaultCriSocket;
    const resolved = { ...spec, nodeRegistration: { ...spec.nodeRegistration, taints, name, criSocket } };
    const ours = toYamlStream([initConfigurationObject(resolved), clusterConfigurationObject(resolved)]);
    expect(ours.replaceAll(unlike, '')).toBe(readFileSync(to, 'utf8').replaceAll(unlike, ''));
  });
});
