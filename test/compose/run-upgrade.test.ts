import { beforeAll, describe, expect, it } from 'vitest';
import { runUpgrade } from '../../src/compose/run-upgrade.ts';
import type { Event } from '../../src/plan/event.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { readRun } from '../cli/read.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { takenDown, upgradeMachine } from '../workflows/upgrade-machine.ts';
import { notes } from './node-in-memory.ts';

let taken: Awaited<ReturnType<typeof takenDown>>;
beforeAll(async () => {
  taken = await takenDown();
});

function machine(): MemoryHost {
  return upgradeMachine(taken).host;
}

/** The same node without a control plane: nobody but its kubelet has an identity there. */
async function worker(): Promise<MemoryHost> {
  const host = machine();
  await host.files.removeContents('/etc/kubernetes/manifests');
  await host.files.remove('/etc/kubernetes/admin.conf');
  return host;
}

const kubeadmConfig = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };

/** Feature gates among what the cluster has stored. */
function storeGates(host: MemoryHost, gates: { readonly [gate: string]: boolean }): void {
  const map = host.kube.stored(kubeadmConfig)!;
  const { ClusterConfiguration: text } = map['data'] as { readonly ClusterConfiguration: string };
  host.kube.put({ ...map, data: { ClusterConfiguration: `${text}featureGates: ${JSON.stringify(gates)}\n` } });
}

async function run(host: MemoryHost, line: string) {
  const events: Event[] = [];
  const reporter = { emit: (event: Event) => void events.push(event) };
  // The machine is only as much of one as an upgrade changes.
  const words = `${line} --ignore-preflight-errors=all`;
  const end = await runUpgrade(await readRun(words), { host, reporter, signal: new AbortController().signal });
  return { end, events, said: notes(events).join('\n') };
}

describe('upgrade apply', () => {
  it('wants a version', async () => {
    await expect(run(machine(), 'upgrade apply')).rejects.toMatchObject({ kind: 'usage' });
    await expect(run(machine(), 'upgrade apply phase control-plane')).rejects.toMatchObject({ kind: 'usage' });
  });

  it.each([['y'], ['Yes']])('asks, and goes on at %j', async (answer) => {
    const host = machine();
    host.stdin.lines.push(answer);
    const { end, said } = await run(host, 'upgrade apply v1.36.3');
    expect(end.outcome).toBe('succeeded');
    expect(said).toContain('Cluster version: v1.35.4; it is to be upgraded to v1.36.3');
    expect(said).toContain('[upgrade] SUCCESS! A control plane node of your cluster was upgraded to "v1.36.3"');
    expect(said).toContain('install kubelet v1.36.3');
    expect(end.learnt?.certificates).toHaveProperty(['/etc/kubernetes/pki/apiserver.crt']);
  });

  it.each([['n'], ['']])('asks, and does nothing at %j', async (...lines) => {
    const host = machine();
    host.stdin.lines.push(...lines);
    const before = host.files.texts();
    await expect(run(host, 'upgrade apply v1.36.3')).rejects.toMatchObject({ kind: 'aborted' });
    expect(host.files.texts()).toEqual(before);
  });

  it.each(['upgrade apply v1.36.3 --yes', 'upgrade apply v1.36.3 --force', 'upgrade apply v1.36.3 --dry-run'])(
    'does not ask: %s',
    async (line) => {
      const host = machine();
      await run(host, line);
      expect(host.stdin.asked).toBe(0);
    },
  );

  it('refuses what the policy has against it, and --force bends only what can be bent', async () => {
    const host = machine();
    await expect(run(host, 'upgrade apply v1.37.0 --yes --force')).rejects.toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining('one minor version at a time')],
    });
    await expect(run(host, 'upgrade apply v1.36.4-rc.0 --yes')).rejects.toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('--force'),
    });
    const { said } = await run(host, 'upgrade apply v1.36.4-rc.0 --force --dry-run');
    expect(said).toContain('is not released yet');
  });

  it('tells of stored feature gates that the new version does not know, and keeps them', async () => {
    const host = machine();
    storeGates(host, { EtcdLearnerMode: true });
    const { said } = await run(host, 'upgrade apply v1.36.3 --yes');
    expect(said).toContain('feature gate EtcdLearnerMode in the stored configuration is not known any more');
    expect(JSON.stringify(host.kube.stored(kubeadmConfig))).toContain('EtcdLearnerMode: true');
    expect((await run(machine(), 'upgrade apply v1.36.3 --yes')).said).not.toContain('feature gate');
    // As kubeadm, `upgrade node` says nothing.
    expect((await run(host, 'upgrade node')).said).not.toContain('feature gate');
  });

  it('takes a control plane from root when its gate has been stored, etcd while it is stopped', async () => {
    const host = machine();
    storeGates(host, { RootlessControlPlane: true });
    host.files.put('/etc/passwd', 'root:x:0:0:::\na:x:100:1:::\n');
    host.files.put('/etc/group', 'root:x:0:\n');
    const { events } = await run(host, 'upgrade apply v1.36.3 --yes');
    const done = events.flatMap((event) =>
      event.kind === 'effect' && event.judgement.verdict !== 'keep'
        ? [event.effect.id.replace('control-plane:', '')]
        : [],
    );
    expect(done.slice(done.indexOf('accounts/etcd'), done.indexOf('etcd/write') + 1)).toEqual([
      'accounts/etcd',
      'owner/etcd',
      'etcd/stop',
      'etcd/data',
      'owner/data',
      'etcd/write',
    ]);
    expect(await host.files.stat('/var/lib/etcd/member/snap/db')).toMatchObject({ uid: 101, gid: 100 });
    expect(await host.files.stat('/etc/kubernetes/pki/apiserver.key')).toMatchObject({ uid: 102, gid: 101 });
    expect(await host.files.read('/etc/kubernetes/manifests/kube-scheduler.yaml')).toContain('runAsUser: 104');
    const texts = host.files.texts()['/etc/passwd'];
    await run(host, 'upgrade apply v1.36.3 --yes');
    expect(host.files.texts()['/etc/passwd']).toBe(texts);
    // Renewed certificates stay whose they are.
    expect(await host.files.stat('/etc/kubernetes/scheduler.conf')).toMatchObject({ uid: 104, gid: 103 });
  });

  it('with a CoreDNS of nobody knows which release stops before anything is touched, or leaves it out', async () => {
    const host = machine();
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kube-system', name: 'coredns' };
    const text = JSON.stringify(host.kube.stored(ref)).replace('coredns:v1.13.1', 'coredns:v1.13.1-own');
    host.kube.put(JSON.parse(text) as KubeObject);
    const before = host.files.texts();
    for (const line of ['upgrade apply v1.36.3 --yes', 'upgrade apply v1.36.3 --dry-run']) {
      await expect(run(host, line)).rejects.toMatchObject({
        kind: 'refused',
        reasons: [expect.stringMatching(/1\.13\.1-own.*--skip-phases=addon\/coredns/)],
      });
    }
    expect(host.files.texts()).toEqual(before);
    await run(host, 'upgrade apply v1.36.3 --yes --skip-phases=addon/coredns');
    expect(JSON.stringify(host.kube.stored(ref))).toContain('v1.13.1-own');
  });

  it('is for control planes', async () => {
    await expect(run(await worker(), 'upgrade apply v1.36.3 --yes')).rejects.toMatchObject({
      hint: expect.stringContaining('"upgrade node"'),
    });
  });

  it('prints the configuration that it works with', async () => {
    const { said } = await run(machine(), 'upgrade apply v1.36.3 --print-config --dry-run');
    expect(said).toMatch(/^kubernetesVersion: v1\.36\.3$/m);
  });

  it('takes everything from an UpgradeConfiguration', async () => {
    const host = machine();
    host.files.put(
      '/upgrade.yaml',
      `apiVersion: kubeadm.k8s.io/v1beta4
kind: UpgradeConfiguration
apply:
  kubernetesVersion: v1.36.3
  forceUpgrade: true
  etcdUpgrade: false
  certificateRenewal: false
  skipPhases: [addon, upload-config]
`,
    );
    const before = host.files.texts();
    await run(host, 'upgrade apply --config /upgrade.yaml');
    const after = host.files.texts();
    expect(after['/etc/kubernetes/manifests/etcd.yaml']).toBe(before['/etc/kubernetes/manifests/etcd.yaml']);
    expect(after['/etc/kubernetes/pki/apiserver.crt']).toBe(before['/etc/kubernetes/pki/apiserver.crt']);
    expect(after['/etc/kubernetes/manifests/kube-apiserver.yaml']).toContain('kube-apiserver:v1.36.3');
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };
    expect(JSON.stringify(host.kube.stored(ref))).toContain('v1.35.4');
  });
});

describe('upgrade node', () => {
  it('brings a worker the kubelet configuration of its cluster, as its kubelet, and takes away flags that are gone', async () => {
    const host = await worker();
    const config = host.files.texts()['/var/lib/kubelet/config.yaml']!;
    host.files.put('/var/lib/kubelet/config.yaml', config.replace('healthzPort: 10248', 'healthzPort: 10249'));
    await host.files.remove('/var/lib/kubelet/instance-config.yaml');
    host.files.put(
      '/var/lib/kubelet/kubeadm-flags.env',
      'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/x.sock --pod-infra-container-image=p --v=2"\n',
    );
    const { end, said } = await run(host, 'upgrade node');
    expect(end.outcome).toBe('succeeded');
    expect(said).toContain('This node was configured');
    const texts = host.files.texts();
    expect(texts['/var/lib/kubelet/config.yaml']).toContain('healthzPort: 10248');
    expect(texts['/var/lib/kubelet/instance-config.yaml']).toBe('containerRuntimeEndpoint: "unix:///run/x.sock"\n');
    expect(texts['/var/lib/kubelet/kubeadm-flags.env']).toBe('KUBELET_KUBEADM_ARGS="--v=2"\n');
    const kept = Object.keys(texts).filter((path) => path.includes('/tmp/kubeadm-kubelet-config-'));
    expect(kept.map((path) => texts[path]!.includes('10249'))).toEqual([true]);
    expect(Object.keys(texts).filter((path) => path.includes('/manifests/'))).toEqual([]);
  });

  it('upgrades a control plane to the version that is stored, and leaves addons while another is behind', async () => {
    const host = machine();
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };
    const stored = JSON.parse(JSON.stringify(host.kube.stored(ref)).replace('v1.35.4', 'v1.36.3'));
    host.kube.put(stored);
    host.kube.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'kube-apiserver-cp2',
        namespace: 'kube-system',
        labels: { component: 'kube-apiserver', tier: 'control-plane' },
      },
      spec: { nodeName: 'cp2', containers: [{ name: 'kube-apiserver', image: 'x/kube-apiserver:v1.35.4' }] },
    });
    const { said } = await run(host, 'upgrade node');
    expect(host.files.texts()['/etc/kubernetes/manifests/kube-scheduler.yaml']).toContain('v1.36.3');
    expect(said).toMatch(/CoreDNS is left as it is.*cp2/);
    expect(host.stdin.asked).toBe(0);
  });
});
