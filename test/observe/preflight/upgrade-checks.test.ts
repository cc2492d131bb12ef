import { describe, expect, it } from 'vitest';
import { checkContext } from '../../../src/observe/preflight/check-context.ts';
import { checkGuide } from '../../../src/observe/preflight/check-guide.ts';
import { upgradeApplyChecks, upgradeNodeChecks } from '../../../src/observe/preflight/upgrade-checks.ts';
import type { KubeObject } from '../../../src/plan/json.ts';
import type { UpgradeSpec } from '../../../src/spec/upgrade-spec.ts';
import type { MemoryHost } from '../../fakes/memory-host.ts';
import { fitMachine } from './fit-machine.ts';
import { installedCoreDns } from './installed-core-dns.ts';
import { upgradingSpec } from './upgrading-spec.ts';

const manifests = '/etc/kubernetes/manifests';
const names = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

function nodeOf(name: string, ready: boolean): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'node-role.kubernetes.io/control-plane': '' } },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** A control plane that can be upgraded. */
function machine(): MemoryHost {
  const files = Object.fromEntries(names.map((name) => [`${manifests}/${name}.yaml`, 'x']));
  const host = fitMachine({
    ...files,
    '/etc/kubernetes/admin.conf': 'x',
    '/var/lib/etcd/member/snap/db': 'x'.repeat(1000),
  });
  host.kube.put(nodeOf('cp1', true));
  host.kube.put(nodeOf('cp2', true));
  for (const object of installedCoreDns('v1.13.1')) host.kube.put(object);
  host.services.services.get('kubelet')!.active = true;
  host.net.answers.set('http://127.0.0.1:10248/healthz', { status: 200, body: 'ok', headers: {} });
  return host;
}

async function findings(host: MemoryHost, spec: UpgradeSpec = upgradingSpec(), checks = upgradeApplyChecks) {
  const context = checkContext(spec, host);
  return (await Promise.all(checks(spec).map((check) => check.look(context)))).flat();
}

describe('what an upgrade checks', () => {
  it('finds nothing on a cluster that is well', async () => {
    expect(await findings(machine())).toEqual([]);
    expect(await findings(machine(), upgradingSpec(), upgradeNodeChecks)).toEqual([]);
  });

  it('names control-plane nodes that are not Ready', async () => {
    const host = machine();
    host.kube.put(nodeOf('cp2', false));
    expect(await findings(host)).toMatchObject([
      { name: 'ControlPlaneNodesReady', severity: 'error', message: expect.stringMatching(/: cp2$/) },
    ]);
    // As kubeadm, `upgrade node` does not ask.
    expect(await findings(host, upgradingSpec(), upgradeNodeChecks)).toEqual([]);
  });

  it('lets a run that has begun to replace the control plane go on when nobody answers', async () => {
    const host = machine();
    host.kube.down = true;
    const asking = ['CoreDNSUnsupportedPlugins', 'CoreDNSMigration', 'ControlPlaneNodesReady'];
    expect(await findings(host)).toMatchObject(
      asking.map((name) => ({
        name,
        message: expect.stringContaining('cannot be asked'),
        about: { kind: 'phase', value: 'control-plane' },
      })),
    );
  });

  it.each(names)('misses the manifest of %s', async (name) => {
    const host = machine();
    await host.files.remove(`${manifests}/${name}.yaml`);
    expect(await findings(host)).toMatchObject([
      { name: 'StaticPodManifest', severity: 'error', message: expect.stringContaining(`${manifests}/${name}.yaml`) },
    ]);
  });

  it('asks for no manifest of etcd when that is external, or stays as it is', async () => {
    const host = machine();
    await host.files.remove(`${manifests}/etcd.yaml`);
    expect(await findings(host, upgradingSpec({ etcdUpgrade: false }))).toEqual([]);
  });

  it('finds a kubelet that is stopped, and warns of one that does not answer', async () => {
    const host = machine();
    host.net.answers.clear();
    expect(await findings(host)).toMatchObject([{ name: 'KubeletHealthy', severity: 'warning' }]);
    host.services.services.get('kubelet')!.active = false;
    expect(await findings(host)).toMatchObject([
      { name: 'KubeletHealthy', severity: 'error', hint: 'systemctl start kubelet' },
    ]);
  });

  it('wants room for what is kept, and for the data of an etcd that is alone', async () => {
    const host = machine();
    const mebibyte = 2 ** 20;
    const disk = await host.mounts.fileSystemOf('/etc/kubernetes');
    host.mounts.fileSystems.set('/etc/kubernetes', { ...disk, freeBytes: 16 * mebibyte + 500 });
    expect(await findings(host)).toMatchObject([
      { name: 'UpgradeSpace', severity: 'error', message: expect.stringContaining("copy of etcd's data") },
    ]);
    const { running } = upgradingSpec();
    const apiServers = new Map([...running!.apiServers, ['cp2', 'v1.35.4']]);
    expect(await findings(host, upgradingSpec({ running: { ...running!, apiServers } }))).toEqual([]);
    host.mounts.fileSystems.set('/etc/kubernetes', { ...disk, freeBytes: mebibyte });
    expect(await findings(host, upgradingSpec({ etcdUpgrade: false }))).toMatchObject([{ name: 'UpgradeSpace' }]);
  });

  it('has no more for a worker than for its runtime and system', async () => {
    const host = machine();
    for (const name of names) await host.files.remove(`${manifests}/${name}.yaml`);
    expect(await findings(host, upgradingSpec({ controlPlane: false }), upgradeNodeChecks)).toEqual([]);
  });

  it('is explained, each check of it', () => {
    const named = upgradeApplyChecks(upgradingSpec()).map(({ name }) => name);
    expect(named.filter((name) => checkGuide(name) === undefined)).toEqual([]);
  });
});
