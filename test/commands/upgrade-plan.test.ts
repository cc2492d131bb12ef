import { beforeAll, beforeEach, expect, test } from 'vitest';
import { PreflightError } from '../../src/errors.ts';
import { parseYaml } from '../../src/spec/yaml-read.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { takenDown, upgradeMachine } from '../workflows/upgrade-machine.ts';
import { run } from './run.ts';

/** The machine in memory is no real one, so its checks have something to say. */
const plan = (words: string, host: MemoryHost) => run(`upgrade plan --ignore-preflight-errors=all ${words}`, host);

let taken: Awaited<ReturnType<typeof takenDown>>;
let host: MemoryHost;
beforeAll(async () => {
  taken = await takenDown();
});
beforeEach(() => {
  ({ host } = upgradeMachine(taken));
});

interface Plan {
  readonly availableUpgrades: readonly {
    readonly description: string;
    readonly components: readonly {
      readonly name: string;
      readonly currentVersion: string;
      readonly newVersion: string;
      readonly nodeName?: string;
    }[];
  }[];
  readonly configVersions: readonly object[];
}

function rows({ availableUpgrades }: Plan): readonly string[] {
  return availableUpgrades.flatMap(({ components }) =>
    components.map(({ name, currentVersion, newVersion, nodeName = '' }) =>
      [name, nodeName, currentVersion, newVersion].join(' '),
    ),
  );
}

// Beside kubeadm 1.37.0 on 23 clusters: the same rows.
test('the rows of kubeadm, in its order', async () => {
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'w1' },
    status: { nodeInfo: { kubeletVersion: 'v1.34.1' } },
  });
  const etcd = host.kube.stored({ apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system', name: 'etcd-cp1' })!;
  const image = 'registry.k8s.io/etcd:3.6.6-0';
  host.kube.put({ ...etcd, spec: { nodeName: 'cp1', containers: [{ name: 'etcd', image }] } });
  const { out, err, error } = await plan('v1.36.3 -o json', host);
  expect(error).toBeUndefined();
  const found = JSON.parse(out) as Plan;
  expect(Object.keys(found)).toEqual(['kind', 'apiVersion', 'availableUpgrades', 'configVersions']);
  expect(found.availableUpgrades[0]?.description).toBe('version in the v1.35 series');
  expect(rows(found)).toEqual([
    'kubelet w1 v1.34.1 v1.36.3',
    'kubelet cp1 v1.35.4 v1.36.3',
    'kube-apiserver cp1 v1.35.4 v1.36.3',
    'kube-proxy  1.35.4 v1.36.3',
    'CoreDNS  v1.13.1 v1.14.2',
    'kubeadm  v1.36.3 v1.36.3',
    'etcd cp1 3.6.6-0 3.6.8-0',
  ]);
  expect(found.configVersions).toEqual([
    {
      group: 'kubeproxy.config.k8s.io',
      currentVersion: 'v1alpha1',
      preferredVersion: 'v1alpha1',
      manualUpgradeRequired: false,
    },
    {
      group: 'kubelet.config.k8s.io',
      currentVersion: 'v1beta1',
      preferredVersion: 'v1beta1',
      manualUpgradeRequired: false,
    },
  ]);
  expect(err).not.toContain('the upgrade to');
  expect(parseYaml((await plan('v1.36.3 -o yaml', host)).out)).toEqual(found);
  expect(rows(JSON.parse((await plan('v1.36.3 -o json --etcd-upgrade=false', host)).out)).at(-1)).toMatch(/^kubeadm/);
});

test('without a network: the next minor, as this program knows it', async () => {
  const { out, err } = await plan('', host);
  expect(out).toContain('Cluster version: 1.35.4');
  expect(out).toMatch(/\ttsadm upgrade apply v1\.36\.\d+\n/);
  expect(out).not.toContain('v1.37');
  expect(err).toContain('stable-1.36');
});

test('what upgrade apply would refuse is said', async () => {
  expect((await plan('v1.37.0', host)).err).toMatch(/the upgrade to v1\.37\.0: .*1\.35/);
});

test('nothing newer: no document, as kubeadm', async () => {
  expect((await plan('v1.35.4 -o json', host)).out).toBe('');
  expect((await plan('v1.35.4', host)).out).toContain('no newer version');
});

test('errors of checks end it unless they are ignored', async () => {
  await host.files.remove('/etc/kubernetes/manifests/kube-scheduler.yaml');
  const { error } = await run('upgrade plan v1.36.3', host);
  expect(error).toBeInstanceOf(PreflightError);
  expect((error as PreflightError).findings.map(({ name }) => name)).toContain('StaticPodManifest');
});

test('asks only, and changes nothing', async () => {
  const before = host.files.texts();
  await plan('v1.36.3', host);
  expect(host.files.texts()).toEqual(before);
  expect(host.kube.requests.filter((request) => !/^(?:get|list|raw) /.test(request))).toEqual([]);
});
