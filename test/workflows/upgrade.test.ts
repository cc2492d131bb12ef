import { beforeAll, describe, expect, it } from 'vitest';
import { type UpgradeEngineOptions, upgradeEngine } from '../../src/compose/upgrade-engine.ts';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import type { Event } from '../../src/plan/event.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { flatten } from '../../src/plan/select.ts';
import { defaultOptions } from '../../src/spec/defaults.ts';
import { loadUpgrade } from '../../src/spec/load-upgrade.ts';
import { type UpgradeSpec, upgradeSpec } from '../../src/spec/upgrade-spec.ts';
import { upgradeApply } from '../../src/workflows/upgrade-apply.ts';
import { upgradeNode } from '../../src/workflows/upgrade-node.ts';
import { Killed } from '../engine/parts.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { runRequest } from './run-request.ts';
import { takenDown, type UpgradeMachine, upgradeMachine } from './upgrade-machine.ts';

type Parts = EngineParts<UpgradeSpec> & { readonly events: readonly Event[] };
const version = 'v1.36.3';
const manifests = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
  (name) => `/etc/kubernetes/manifests/${name}.yaml`,
);

function partsOf(host: MemoryHost, more: Partial<Parts> = {}, command: 'apply' | 'node' = 'apply'): Parts {
  const events: Event[] = [];
  const reporter = { emit: (event: Event) => void events.push(event) };
  const options: UpgradeEngineOptions = { command, judges: true, asks: false, prints: false };
  const engine = upgradeEngine({ host, reporter, signal: new AbortController().signal }, options);
  return { ...engine, runChecks: async () => [], diagnose: async () => [], events, ...more };
}

function specOf(overrides: { readonly [path: string]: string | boolean } = {}): UpgradeSpec {
  const { spec } = loadUpgrade({
    program: 'tsadm',
    overrides: Object.entries({ kubernetesVersion: version, ...overrides }).map(([path, value]) => ({
      path: `UpgradeConfiguration.apply.${path}`,
      value,
      flag: path,
    })),
  });
  const full = upgradeSpec(spec, 'apply', defaultOptions('tsadm'));
  return { ...full, timeouts: { ...full.timeouts, upgradeManifests: 10_000 } };
}

/** `upgrade node`, as it is given without a configuration. */
function runNode(host: MemoryHost, more: Partial<Parts>, options: { readonly kubeconfig?: string } = {}) {
  const { spec } = loadUpgrade({ program: 'tsadm', overrides: [] });
  const full = upgradeSpec(spec, 'node', { ...defaultOptions('tsadm'), ...options });
  const limited = { ...full, timeouts: { ...full.timeouts, upgradeManifests: 10_000 } };
  return runWorkflow(partsOf(host, more, 'node'), runRequest(upgradeNode, limited));
}

let taken: Awaited<ReturnType<typeof takenDown>>;
beforeAll(async () => {
  taken = await takenDown();
});

/** Manifests, certificates, kubeconfigs and the kubelet's files. */
function filesOf({ host }: UpgradeMachine): { readonly [path: string]: string } {
  return Object.fromEntries(
    Object.entries(host.files.texts()).filter(([path]) => !/^\/(?:var\/lib|run)\/tsadm|\/tmp\//.test(path)),
  );
}

function imagesOf(machine: UpgradeMachine): readonly string[] {
  const files = filesOf(machine);
  return manifests.map((path) => /image: \S+\/(\S+)/.exec(files[path] ?? '')?.[1] ?? '');
}

const newImages = [
  'etcd:3.6.8-0',
  `kube-apiserver:${version}`,
  `kube-controller-manager:${version}`,
  `kube-scheduler:${version}`,
];
const oldImages = [
  'etcd:3.6.6-0',
  'kube-apiserver:v1.35.4',
  'kube-controller-manager:v1.35.4',
  'kube-scheduler:v1.35.4',
];

function expectUpgraded(machine: UpgradeMachine): void {
  expect(imagesOf(machine)).toEqual(newImages);
  const stored = machine.host.kube.stored({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'kubeadm-config',
  });
  expect(JSON.stringify(stored?.['data'])).toContain(`kubernetesVersion: ${version}`);
  expect(Object.keys(machine.host.files.texts()).filter((path) => path.includes('/tsadm/runs/'))).toEqual([]);
}

describe('the tables of contents', () => {
  it("have kubeadm's phases in kubeadm's order", () => {
    const paths = (workflow: typeof upgradeApply) => flatten(workflow.phases).map(({ path }) => path);
    expect(paths(upgradeApply).filter((path) => !path.startsWith('addon'))).toEqual([
      'preflight',
      'control-plane',
      'upload-config',
      'upload-config/kubeadm',
      'upload-config/kubelet',
      'kubelet-config',
      'bootstrap-token',
      'post-upgrade',
    ]);
    expect(paths(upgradeNode).filter((path) => !path.startsWith('addon'))).toEqual([
      'preflight',
      'control-plane',
      'kubelet-config',
      'post-upgrade',
    ]);
  });
});

describe('upgrade apply on a machine in memory', () => {
  it('gives every component its new manifest, renews what it uses, and keeps the old manifests and data', async () => {
    const machine = upgradeMachine(taken);
    const before = filesOf(machine);
    expect((await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).outcome).toBe('succeeded');
    expectUpgraded(machine);
    const after = filesOf(machine);
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    const pki = '/etc/kubernetes/pki';
    expect(changed.filter((path) => !manifests.includes(path)).sort()).toEqual(
      [
        ...['admin', 'super-admin', 'controller-manager', 'scheduler'].map((name) => `/etc/kubernetes/${name}.conf`),
        ...['apiserver', 'apiserver-etcd-client', 'apiserver-kubelet-client', 'front-proxy-client'],
        ...['etcd/healthcheck-client', 'etcd/peer', 'etcd/server'],
      ]
        .flatMap((name) => (name.startsWith('/') ? [name] : [`${pki}/${name}.crt`, `${pki}/${name}.key`]))
        .sort(),
    );
    const texts = machine.host.files.texts();
    for (const path of manifests) {
      const kept = `/etc/kubernetes/tmp/kubeadm-backup-manifests-2026-11-21-04-00-00/${path.split('/').at(-1)}`;
      expect(texts[kept]).toBe(before[path]);
    }
    expect(texts['/etc/kubernetes/tmp/kubeadm-backup-etcd-2026-11-21-04-00-00/etcd/member/snap/db']).toBe('old data');
  });

  it('changes nothing when given again', async () => {
    const machine = upgradeMachine(taken);
    await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()));
    machine.host.kube.answers.set('/version', { status: 200, body: JSON.stringify({ gitVersion: version }) });
    const [before, objects] = [
      filesOf(machine),
      JSON.stringify(machine.host.kube.all().filter(({ kind }) => kind !== 'Job')),
    ];
    await machine.host.clock.sleep(60_000);
    const { planned } = await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()));
    expect(filesOf(machine)).toEqual(before);
    expect(JSON.stringify(machine.host.kube.all().filter(({ kind }) => kind !== 'Job'))).toBe(objects);
    const done = planned.filter(({ effect, judgement }) => effect.kind !== 'await' && judgement.verdict !== 'keep');
    expect(done.map(({ effect }) => effect.id)).toEqual(['preflight:job']);
  });

  it('shows everything in a dry run, and touches nothing', async () => {
    const machine = upgradeMachine(taken);
    const before = machine.host.files.texts();
    const { planned } = await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf(), { dryRun: true }));
    expect(machine.host.files.texts()).toEqual(before);
    expect(machine.host.kube.requests.filter((line) => /^(?:create|update|apply|patch|delete)/.test(line))).toEqual([]);
    const ids = planned.filter(({ judgement }) => judgement.verdict !== 'keep').map(({ effect }) => effect.id);
    for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
      expect(ids).toContain(`control-plane:${component}/write`);
    }
    expect(ids).toContain('control-plane:renew/admin.conf');
    expect(JSON.stringify(planned)).not.toContain('PRIVATE KEY');
  });

  it.each([
    ['etcd', oldImages],
    ['kube-apiserver', ['etcd:3.6.8-0', ...oldImages.slice(1)]],
    ['kube-controller-manager', ['etcd:3.6.8-0', ...oldImages.slice(1)]],
    ['kube-scheduler', ['etcd:3.6.8-0', ...oldImages.slice(1)]],
  ] as const)(
    'puts the old manifests back when the new %s does not come up, but not those of a new etcd',
    async (component, left) => {
      const machine = upgradeMachine(taken);
      machine.broken.set(component, component === 'etcd' ? /3\.6\.8/ : /v1\.36\.3/);
      const parts = partsOf(machine.host);
      await expect(runWorkflow(parts, runRequest(upgradeApply, specOf()))).rejects.toMatchObject({
        message: expect.stringContaining(component),
        takenBack: {
          restored: expect.arrayContaining([expect.stringContaining(`${component} is as before and healthy`)]),
          failed: [],
          kept: component === 'etcd' ? [] : [expect.stringContaining('etcd stays new')],
        },
      });
      expect(imagesOf(machine)).toEqual(left);
      expect(JSON.stringify(parts.events)).toContain(`${component} is as before and healthy`);
      machine.broken.clear();
      expect((await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).outcome).toBe('succeeded');
      expectUpgraded(machine);
    },
  );

  it('puts the copy of the data back when the old etcd does not come up with those that the new one left', async () => {
    const machine = upgradeMachine(taken);
    const { files } = machine.host;
    const spoilt = () => files.texts()['/var/lib/etcd/member/snap/db'] !== 'old data';
    machine.broken.set('etcd', { test: (text: string) => text.includes('3.6.8') || spoilt() } as RegExp);
    const hook = (moment: string, { id }: { readonly id: string }) => {
      if (moment === 'after' && id === 'control-plane:etcd/write')
        files.put('/var/lib/etcd/member/snap/db', 'new data');
    };
    await expect(runWorkflow(partsOf(machine.host, { hook }), runRequest(upgradeApply, specOf()))).rejects.toThrow(
      'etcd',
    );
    expect(imagesOf(machine)).toEqual(oldImages);
    expect(files.texts()['/var/lib/etcd/member/snap/db']).toBe('old data');
    expect(files.texts()['/var/lib/etcd/member.failed/snap/db']).toBe('new data');
  });

  it('puts back the data of the last try, not those of one that failed long ago', async () => {
    const machine = upgradeMachine(taken);
    const { files } = machine.host;
    const db = '/var/lib/etcd/member/snap/db';
    machine.broken.set('etcd', /3\.6\.8/);
    const fails = (parts = partsOf(machine.host)) =>
      expect(runWorkflow(parts, runRequest(upgradeApply, specOf()))).rejects.toThrow('etcd');
    await fails();
    files.put(db, 'data of a week later');
    machine.host.exec.install('cp', { exitCode: 1, stderr: 'cp: No space left on device' });
    machine.broken.set('etcd', { test: () => machine.host.clock.monotonic() < slowUntil } as unknown as RegExp);
    let slowUntil = Number.POSITIVE_INFINITY;
    const slow = (moment: string, { id }: { readonly id: string }) => {
      if (moment === 'before' && id === 'control-plane:etcd/data') slowUntil = machine.host.clock.monotonic() + 65_000;
    };
    await fails(partsOf(machine.host, { hook: slow }));
    expect(files.texts()[db]).toBe('data of a week later');
  });

  it('copies the data anew when etcd has run since they were copied', async () => {
    const machine = upgradeMachine(taken);
    const { files } = machine.host;
    machine.broken.set('etcd', /3\.6\.8/);
    await expect(runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).rejects.toThrow('etcd');
    machine.broken.clear();
    files.put('/var/lib/etcd/member/snap/db', 'data of a week later');
    await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()));
    const copies = Object.entries(files.texts()).filter(
      ([path]) => path.endsWith('/etcd/member/snap/db') && path.includes('/tmp/'),
    );
    expect(copies.map(([, text]) => text)).toEqual(['data of a week later']);
  });

  it('has no use for a copy of the data in a cluster that has other members, also when those cannot be asked', async () => {
    const machine = upgradeMachine(taken);
    const { kube, files } = machine.host;
    const [pod] = kube.all().filter(({ metadata }) => metadata.name === 'kube-apiserver-cp1');
    kube.put({
      ...pod!,
      metadata: { ...pod!.metadata, name: 'kube-apiserver-cp2' },
      spec: { ...(pod!['spec'] as object), nodeName: 'cp2' },
    });
    const parts = partsOf(machine.host);
    const silent: Parts = {
      ...parts,
      carryOutLooks: async (looks, host) => {
        const seen = await parts.carryOutLooks(looks, host);
        return seen.etcd === undefined ? seen : { ...seen, etcd: { state: 'unknown', why: 'no leader' } };
      },
    };
    await runWorkflow(silent, runRequest(upgradeApply, specOf()));
    expectUpgraded(machine);
    expect(Object.keys(files.texts()).filter((path) => path.includes('kubeadm-backup-etcd'))).toEqual([]);
  });

  it('does not go back behind an etcd that was healthy as the new one in an earlier try', async () => {
    const machine = upgradeMachine(taken);
    machine.broken.set('kube-apiserver', /v1\.36\.3/);
    const fails = (component: string) =>
      expect(runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).rejects.toThrow(component);
    await fails('kube-apiserver');
    machine.broken.clear();
    machine.broken.set('etcd', /3\.6\.8/);
    await fails('etcd');
    expect(imagesOf(machine)).toEqual(['etcd:3.6.8-0', ...oldImages.slice(1)]);
  });

  it('puts the old manifests back each time that the same command fails', async () => {
    const machine = upgradeMachine(taken);
    machine.broken.set('kube-scheduler', /v1\.36\.3/);
    for (const time of ['first', 'second', 'third']) {
      await expect(runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).rejects.toMatchObject({
        takenBack: { restored: { length: 3 }, failed: [] },
      });
      expect(imagesOf(machine), time).toEqual(['etcd:3.6.8-0', ...oldImages.slice(1)]);
    }
  });

  it.each([
    ['before', 'control-plane:kube-apiserver/stop'],
    ['after', 'control-plane:kube-apiserver/stop'],
    ['before', 'control-plane:kube-apiserver/healthy'],
  ] as const)('names a kubelet that was stopped %s %s, and leaves the old manifest there', async (moment, at) => {
    const machine = upgradeMachine(taken);
    const { host } = machine;
    const kubelet = host.services.services.get('kubelet')!;
    const short = specOf();
    const spec: UpgradeSpec = { ...short, timeouts: { ...short.timeouts, upgradeManifests: 60_000 } };
    const hook = (when: string, { id }: { readonly id: string }) => {
      if (when === moment && id === at) Object.assign(kubelet, { active: false, run: { state: 'stopped', id: 'k1' } });
    };
    await expect(runWorkflow(partsOf(host, { hook }), runRequest(upgradeApply, spec))).rejects.toThrow(
      'the kubelet does not run',
    );
    expect(imagesOf(machine)).toEqual(['etcd:3.6.8-0', ...oldImages.slice(1)]);
    Object.assign(kubelet, { active: true, run: { state: 'running', id: 'k2' } });
    await runWorkflow(partsOf(host), runRequest(upgradeApply, spec));
    expectUpgraded(machine);
  });

  it('puts old manifest and data back when the new etcd, written by a try that was killed, does not come up', async () => {
    const machine = upgradeMachine(taken);
    const { files } = machine.host;
    const db = '/var/lib/etcd/member/snap/db';
    const spoilt = () => files.texts()[db] !== 'old data';
    machine.broken.set('etcd', { test: (text: string) => text.includes('3.6.8') || spoilt() } as RegExp);
    const kill = (moment: string, { id }: { readonly id: string }) => {
      if (moment === 'after' && id === 'control-plane:etcd/write') throw new Killed();
    };
    await expect(
      runWorkflow(partsOf(machine.host, { hook: kill }), runRequest(upgradeApply, specOf())),
    ).rejects.toThrow(Killed);
    files.put(db, 'new data');
    await expect(runWorkflow(partsOf(machine.host), runRequest(upgradeApply, specOf()))).rejects.toThrow('etcd');
    expect(imagesOf(machine)).toEqual(oldImages);
    expect(files.texts()[db]).toBe('old data');
  });

  it('leaves what it does not replace: --etcd-upgrade=false, --certificate-renewal=false', async () => {
    const machine = upgradeMachine(taken);
    const before = filesOf(machine);
    const spec = specOf({ etcdUpgrade: false, certificateRenewal: false });
    await runWorkflow(partsOf(machine.host), runRequest(upgradeApply, spec));
    expect(imagesOf(machine)).toEqual(['etcd:3.6.6-0', ...newImages.slice(1)]);
    const after = filesOf(machine);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(manifests.slice(1));
  });
});

/** A node whose kubelet has another configuration than the cluster, and a flag that no kubelet of today knows. */
function withOldKubelet(machine: UpgradeMachine): UpgradeMachine {
  const { files } = machine.host;
  const texts = files.texts();
  files.put('/var/lib/kubelet/config.yaml', `${texts['/var/lib/kubelet/config.yaml']}# of an older cluster\n`);
  files.put('/var/lib/kubelet/kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS="--pod-infra-container-image=p"\n');
  return machine;
}

/** The last control plane that follows: what is stored is new already, and so is the API server of cp2. */
function follower(): UpgradeMachine {
  const machine = withOldKubelet(upgradeMachine(taken));
  const { kube } = machine.host;
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };
  kube.put(JSON.parse(JSON.stringify(kube.stored(ref)).replace('v1.35.4', version)) as KubeObject);
  const [pod] = kube.all().filter(({ metadata }) => metadata.name === 'kube-apiserver-cp1');
  kube.put({
    ...pod!,
    metadata: { ...pod!.metadata, name: 'kube-apiserver-cp2' },
    spec: { nodeName: 'cp2', containers: [{ name: 'kube-apiserver', image: `x/kube-apiserver:${version}` }] },
  });
  return machine;
}

function worker(): UpgradeMachine {
  const machine = follower();
  const { files } = machine.host;
  for (const path of Object.keys(files.texts())) {
    if (path.startsWith('/etc/kubernetes/manifests/') || path.endsWith('/admin.conf')) void files.remove(path);
  }
  return machine;
}

describe.each([
  {
    name: 'upgrade apply',
    machine: () => withOldKubelet(upgradeMachine(taken)),
    run: (host: MemoryHost, more: Partial<Parts>) =>
      runWorkflow(partsOf(host, more), runRequest(upgradeApply, specOf())),
    phases: [
      'preflight',
      'control-plane',
      'upload-config',
      'bootstrap-token',
      'kubelet-config',
      'addon',
      'post-upgrade',
    ],
  },
  {
    name: 'upgrade node on a control plane',
    machine: follower,
    run: (host: MemoryHost, more: Partial<Parts>) => runNode(host, more),
    phases: ['preflight', 'control-plane', 'kubelet-config', 'addon', 'post-upgrade'],
  },
  {
    name: 'upgrade node on a worker',
    machine: worker,
    run: (host: MemoryHost, more: Partial<Parts>) =>
      runNode(host, more, { kubeconfig: '/etc/kubernetes/kubelet.conf' }),
    phases: ['kubelet-config', 'post-upgrade'],
  },
])('a kill at every effect of $name', ({ machine: make, run, phases }) => {
  let effects: string[] = [];
  let clean: { readonly [path: string]: string } = {};

  it('is tried in every phase that has something to do', async () => {
    const machine = make();
    const hook = (moment: 'before' | 'after', { id }: { readonly id: string }) => {
      if (moment === 'before') effects.push(id);
    };
    await run(machine.host, { hook });
    effects = [...new Set(effects)];
    clean = filesOf(machine);
    expect(JSON.stringify(clean)).not.toMatch(/of an older cluster|pod-infra-container-image/);
    expect([...new Set(effects.map((id) => id.split(/[:/]/)[0]))].sort()).toEqual([...phases].sort());
  });

  it.each(['before', 'after'] as const)(
    'ends as a clean run when killed %s any of them',
    { timeout: 120_000 },
    async (moment) => {
      for (const at of effects) {
        const machine = make();
        const kill = (when: 'before' | 'after', { id }: { readonly id: string }) => {
          if (when === moment && id === at) throw new Killed();
        };
        await expect(run(machine.host, { hook: kill }), at).rejects.toThrow(Killed);
        // Without its etcd the API server gives no answer.
        machine.host.kube.down = phases.includes('control-plane') && imagesOf(machine)[0] === '';
        const hook = (_when: string, { id }: { readonly id: string }) => {
          if (id === 'control-plane:kube-apiserver/keep') machine.host.kube.down = false;
          if (id === 'control-plane:etcd/healthy') machine.host.kube.down = false;
        };
        await run(machine.host, { hook });
        if (phases.includes('control-plane')) expectUpgraded(machine);
        expect(filesOf(machine), at).toEqual(clean);
      }
    },
  );
});

describe('a power cut', () => {
  const manifests = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
    (name) => `/etc/kubernetes/manifests/${name}.yaml`,
  );
  /** What systemd-tmpfiles makes of `C!` lines at boot; the kubelet starts after it. */
  const boot = ({ host }: UpgradeMachine): void => {
    const texts = host.files.texts();
    for (const [path, text] of Object.entries(texts).filter(([file]) => file.startsWith('/etc/tmpfiles.d/'))) {
      const [, to, from] = /^C! (\S+) - - - - (\S+)$/m.exec(text)!;
      expect(texts[from!], path).toBeDefined();
      if (texts[to!] === undefined) host.files.put(to!, texts[from!]!);
    }
  };

  it.each(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const)(
    'while the manifest of %s is away leaves a machine that boots with a whole control plane, and can be upgraded',
    async (component) => {
      const machine = upgradeMachine(taken);
      const cut = (moment: string, { id }: { readonly id: string }) => {
        if (moment === 'after' && id === `control-plane:${component}/stop`) throw new Killed();
      };
      const run = (more: Partial<Parts> = {}) =>
        runWorkflow(partsOf(machine.host, more), runRequest(upgradeApply, specOf()));
      await expect(run({ hook: cut })).rejects.toThrow(Killed);
      const there = () => Object.keys(machine.host.files.texts()).filter((path) => manifests.includes(path));
      expect(there()).toHaveLength(3);
      boot(machine);
      expect(there().sort()).toEqual(manifests);
      expect((await run()).outcome).toBe('succeeded');
      expectUpgraded(machine);
      expect(Object.keys(machine.host.files.texts()).filter((path) => path.startsWith('/etc/tmpfiles.d'))).toEqual([]);
    },
  );
});

describe('addons', () => {
  const ref = (kind: string, name: string) => ({ apiVersion: 'apps/v1', kind, namespace: 'kube-system', name });
  type Container = { image: string; resources?: object; env?: unknown[] };
  type Workload = {
    spec: { replicas?: number; template: { spec: { containers: [Container]; tolerations: unknown[] } } };
  };
  const workload = ({ host }: UpgradeMachine, kind: string, name: string): KubeObject & Workload =>
    structuredClone(host.kube.stored(ref(kind, name))) as unknown as KubeObject & Workload;

  it('get the images of the new version, and keep what people have changed, which is said', async () => {
    const machine = upgradeMachine(taken);
    const { host } = machine;
    const dns = workload(machine, 'Deployment', 'coredns');
    dns.spec.replicas = 4;
    dns.spec.template.spec.tolerations = [{ operator: 'Exists' }];
    host.kube.put(dns);
    const proxy = workload(machine, 'DaemonSet', 'kube-proxy');
    proxy.spec.template.spec.containers[0].env!.push({ name: 'HTTPS_PROXY', value: 'http://me:hush-hush@proxy' });
    host.kube.put(proxy);
    const parts = partsOf(host);
    await runWorkflow(parts, runRequest(upgradeApply, specOf()));
    const after = workload(machine, 'Deployment', 'coredns');
    expect(after.spec.template.spec.containers[0].image).toBe('registry.k8s.io/coredns/coredns:v1.14.2');
    expect(after.spec).toMatchObject({ replicas: 4, template: { spec: { tolerations: [{ operator: 'Exists' }] } } });
    const [container] = workload(machine, 'DaemonSet', 'kube-proxy').spec.template.spec.containers;
    expect(container.image).toBe(`registry.k8s.io/kube-proxy:${version}`);
    expect(container.env).toContainEqual({ name: 'HTTPS_PROXY', value: 'http://me:hush-hush@proxy' });
    const told = JSON.stringify(parts.events);
    expect(told).toContain(
      'Deployment coredns stays as it was changed, in spec.replicas, spec.template.spec.tolerations',
    );
    expect(told).not.toContain('DaemonSet kube-proxy stays');
    expect(told).not.toContain('hush-hush');
  });

  it('are left alone where they are turned off', async () => {
    const machine = upgradeMachine(taken);
    const { host } = machine;
    const config = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'kube-system', name: 'kubeadm-config' };
    const stored = host.kube.stored(config)!;
    const data = stored['data'] as { readonly ClusterConfiguration: string };
    const text = data.ClusterConfiguration.replace(/^dns: .*$/m, 'dns: {disabled: true}').replace(
      /^proxy: .*$/m,
      'proxy: {disabled: true}',
    );
    expect(text).toMatch(/dns: \{disabled[\s\S]*proxy: \{disabled/);
    host.kube.put({ ...stored, data: { ...data, ClusterConfiguration: text } });
    const before = [workload(machine, 'Deployment', 'coredns'), workload(machine, 'DaemonSet', 'kube-proxy')];
    await runWorkflow(partsOf(host), runRequest(upgradeApply, specOf()));
    expect([workload(machine, 'Deployment', 'coredns'), workload(machine, 'DaemonSet', 'kube-proxy')]).toEqual(before);
  });
});
