import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import type { RunRequest } from '../../src/engine/run-request.ts';
import { fileAvailable } from '../../src/observe/preflight/path-available.ts';
import { discoveryVia } from '../../src/phases/join/discovery-via.ts';
import { bootstrapKubeconfig } from '../../src/pki/kubeconfig.ts';
import type { Event } from '../../src/plan/event.ts';
import { Secret } from '../../src/plan/secret.ts';
import { flatten } from '../../src/plan/select.ts';
import { clusterWithDefaults } from '../../src/spec/cluster-defaults.ts';
import { defaultOptions } from '../../src/spec/defaults.ts';
import { type JoinSpec, joinSpec, withCluster } from '../../src/spec/join-spec.ts';
import { loadJoin } from '../../src/spec/load-join.ts';
import { kubeletBootstrapKubeconfig, kubeletClientCertificate, kubeletKubeconfig } from '../../src/spec/paths.ts';
import { join } from '../../src/workflows/join.ts';
import { Killed } from '../engine/parts.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { initParts } from './init-parts.ts';
import { runRequest } from './run-request.ts';

const token = 'abcdef.0123456789abcdef';
const authority = '-----BEGIN CERTIFICATE-----\nCA of the cluster\n-----END CERTIFICATE-----\n';
const server = 'https://172.30.0.11:6443';

function workerSpec(): JoinSpec {
  const bootstrapToken = { token, apiServerEndpoint: '172.30.0.11:6443', unsafeSkipCAVerification: true };
  const { spec } = loadJoin({
    program: 'tsadm',
    overrides: [
      { path: 'JoinConfiguration.discovery.bootstrapToken', value: bootstrapToken, flag: 'test' },
      { path: 'JoinConfiguration.nodeRegistration.name', value: 'w1', flag: 'node-name' },
      { path: 'JoinConfiguration.nodeRegistration.taints', value: [{ key: 'a', effect: 'NoSchedule' }], flag: 'test' },
    ],
  });
  return joinSpec(spec, defaultOptions('tsadm'));
}

/** Ready or not, the Node of w1. */
function node(host: MemoryHost, ready: boolean): void {
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'w1' },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  });
}

interface WorkerParts extends EngineParts<JoinSpec> {
  readonly events: Event[];
}

/** How often the cluster was looked for. */
let searches = 0;

/** The parts of `join` on a host in memory whose kubelet, once started, gets its certificate and registers its node. */
function workerParts(host: MemoryHost, more: Partial<EngineParts<JoinSpec>> = {}): WorkerParts {
  const kubeconfig = new Secret(
    bootstrapKubeconfig({ cluster: 'kubernetes', server, authority, user: 'tls-bootstrap-token-user', token }),
  );
  return {
    ...(initParts(host) as unknown as WorkerParts),
    resolveInputs: async (spec) => ({ spec, resolved: {}, warnings: [] }),
    resolveCluster: async (spec, _inputs, _host, _signal, known) => {
      host.kube.know(discoveryVia.kubeconfig, kubeconfig);
      if (!known.has('cluster')) searches += 1;
      const cluster = clusterWithDefaults({ kubernetesVersion: 'v1.36.3' });
      const stored = { cluster, kubelet: { object: {}, userSupplied: false } };
      return {
        spec: withCluster(spec, { server, authority, bootstrapKubeconfig: kubeconfig }, stored),
        kept: new Map([['cluster', new Secret('found')]]),
      };
    },
    runChecks: async (_set, spec, machine) => {
      const paths = [kubeletKubeconfig, kubeletBootstrapKubeconfig, spec.caCertPath];
      const found = await Promise.all(paths.map((path) => fileAvailable(path).look({ host: machine, spec } as never)));
      return found.flat();
    },
    ...more,
    hook: async (moment, effect) => {
      if (moment === 'after' && effect.id === 'kubelet-start:start') {
        const rights = { mode: 0o600, directoryMode: 0o755 };
        await host.files.write(kubeletKubeconfig, 'kubeconfig of the kubelet\n', rights);
        await host.files.write(kubeletClientCertificate, 'certificate of the kubelet\n', rights);
        node(host, true);
      }
      await more.hook?.(moment, effect);
    },
  };
}

function request(more: Partial<RunRequest<JoinSpec>> = {}): RunRequest<JoinSpec> {
  return runRequest(join, workerSpec(), { apiTimeoutMs: 1000, ...more });
}

async function machineOf(host: MemoryHost): Promise<readonly string[]> {
  const rows: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const name of (await host.files.list(folder)) ?? []) {
      const path = `${folder}/${name}`;
      const stat = await host.files.stat(path);
      if (stat?.kind === 'directory') await walk(path);
      else rows.push(`${path} ${stat?.mode.toString(8)} ${await host.files.read(path)}`);
    }
  };
  await walk('/etc/kubernetes');
  await walk('/var/lib/kubelet');
  return rows;
}

describe('the table of contents', () => {
  it("has kubeadm's phases in kubeadm's order", () => {
    expect(flatten(join.phases).map(({ path }) => path)).toEqual([
      'preflight',
      'control-plane-prepare',
      'control-plane-prepare/download-certs',
      'control-plane-prepare/certs',
      'control-plane-prepare/kubeconfig',
      'control-plane-prepare/control-plane',
      'check-etcd',
      'kubelet-start',
      'etcd-join',
      'kubelet-wait-bootstrap',
      'control-plane-join',
      'control-plane-join/etcd',
      'control-plane-join/update-status',
      'control-plane-join/mark-control-plane',
      'wait-control-plane',
    ]);
  });
});

describe('a worker in memory', () => {
  it('gets its files, and keeps nothing of the bootstrap', async () => {
    const host = memoryHost();
    expect((await runWorkflow(workerParts(host), request())).outcome).toBe('succeeded');
    const rows = await machineOf(host);
    expect(rows.map((row) => row.split(' ').slice(0, 2).join(' '))).toEqual([
      '/etc/kubernetes/kubelet.conf 600',
      '/etc/kubernetes/pki/ca.crt 644',
      '/var/lib/kubelet/config.yaml 644',
      '/var/lib/kubelet/instance-config.yaml 644',
      '/var/lib/kubelet/kubeadm-flags.env 644',
      '/var/lib/kubelet/pki/kubelet-client-current.pem 600',
    ]);
    expect(rows.find((row) => row.includes('flags.env'))).toContain('--register-with-taints=a:NoSchedule');
    expect(rows.join()).not.toContain(token);
  });

  it('given again, does nothing', async () => {
    const host = memoryHost();
    await runWorkflow(workerParts(host), request());
    const before = await machineOf(host);
    expect((await runWorkflow(workerParts(host), request())).outcome).toBe('unchanged');
    expect(await machineOf(host)).toEqual(before);
  });

  it('shows in a dry run what it would do, and nothing of the token', async () => {
    const host = memoryHost();
    const { planned } = await runWorkflow(workerParts(host), request({ dryRun: true }));
    expect(planned.map(({ effect }) => effect.id)).toContain('kubelet-start:bootstrap-kubeconfig');
    expect(JSON.stringify(planned)).not.toContain(token.slice(7));
    expect(await machineOf(host)).toEqual([]);
  });

  it('leaves the files of a dry run in the folder that is named, and nowhere else', async () => {
    const host = memoryHost();
    await runWorkflow(workerParts(host), request({ dryRun: true, dryRunDirectory: '/dry' }));
    expect([...((await host.files.list('/dry')) ?? [])].sort()).toEqual([
      'bootstrap-kubelet.conf',
      'ca.crt',
      'config.yaml',
      'instance-config.yaml',
      'kubeadm-flags.env',
    ]);
    expect((await host.files.stat('/dry/bootstrap-kubelet.conf'))?.mode).toBe(0o600);
    expect(await machineOf(host)).toEqual([]);
  });

  it.each([
    ['is Ready', (host: MemoryHost) => node(host, true), /a Node "w1" that is Ready/],
    [
      'cannot be looked at',
      (host: MemoryHost) => host.kube.fail({ kind: 'Node' }, 403, 'Forbidden'),
      /whether the cluster has a Node "w1" already cannot be told/,
    ],
  ])('refuses a name whose Node %s', async (_what, prepare, reason) => {
    const host = memoryHost();
    prepare(host);
    await expect(runWorkflow(workerParts(host), request())).rejects.toMatchObject({
      reasons: [expect.stringMatching(reason)],
    });
    expect(await machineOf(host)).toEqual([]);
  });

  it('takes a name whose Node is not Ready', async () => {
    const host = memoryHost();
    node(host, false);
    expect((await runWorkflow(workerParts(host), request())).outcome).toBe('succeeded');
  });
});

describe('a kill at every effect', async () => {
  const reference = memoryHost();
  const effects: string[] = [];
  const counting = workerParts(reference, {
    hook: (moment, effect) => void (moment === 'before' && effects.push(effect.id)),
  });
  await runWorkflow(counting, request());
  const wanted = await machineOf(reference);

  it('is tried at every effect of a worker', () => {
    expect(effects.length).toBeGreaterThan(8);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(effects)(`ends as a clean run after a kill ${moment} %s, without asking the cluster anew`, async (id) => {
      const host = memoryHost();
      let killed = false;
      const hook = (when: string, effect: { readonly id: string }) => {
        if (!killed && when === moment && effect.id === id) {
          killed = true;
          throw new Killed();
        }
      };
      searches = 0;
      await expect(runWorkflow(workerParts(host, { hook }), request())).rejects.toThrow(Killed);
      host.clock.advance(60_000);
      expect((await runWorkflow(workerParts(host), request())).outcome).toBe('succeeded');
      expect(await machineOf(host)).toEqual(wanted);
      expect(await host.files.list('/var/lib/tsadm/runs')).toEqual([]);
      expect(searches).toBe(1);
    });
  }
});
