import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { type RunRequest, runWorkflow } from '../../src/engine/run.ts';
import type { Event } from '../../src/plan/event.ts';
import type { Workflow } from '../../src/plan/phase.ts';
import { canonicalJson } from '../../src/spec/canonical-json.ts';
import type { JoinSpec } from '../../src/spec/join-spec.ts';
import { join } from '../../src/workflows/join.ts';
import { Killed } from '../engine/parts.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { etcdPod } from '../operations/etcd-cluster.ts';
import { joiningSpec } from '../phases/join/joining-spec.ts';
import { hour, startedAt, textOf, written } from '../pki/example.ts';
import { initParts } from './init-parts.ts';
import { runRequest } from './run-request.ts';

/** What a joining control plane has beside a worker; the rest of `join` is tested with workers. */
const names = ['control-plane-prepare', 'check-etcd', 'etcd-join', 'control-plane-join', 'wait-control-plane'];
const workflow: Workflow<JoinSpec> = { ...join, phases: join.phases.filter(({ name }) => names.includes(name)) };
const spec = joiningSpec({ localAPIEndpoint: { advertiseAddress: '10.0.0.2', bindPort: 6443 } });
const shared = [
  'ca.crt',
  'ca.key',
  'front-proxy-ca.crt',
  'front-proxy-ca.key',
  'etcd/ca.crt',
  'etcd/ca.key',
  'sa.key',
  'sa.pub',
];

/** cp2, with the shared files already there, beside a cluster of cp1; its kubelet starts what lies in manifests. */
function machine(): MemoryHost {
  const made = written(spec);
  const pki = shared.map((name) => `/etc/kubernetes/pki/${name}`);
  const files = Object.fromEntries(pki.map((path) => [path, textOf(made, path)]));
  const host = memoryHost({ files, startsAt: startedAt + hour });
  host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp2', labels: { 'kubernetes.io/hostname': 'cp2' } },
  });
  host.kube.put(etcdPod('cp1', 'https://10.0.0.1:2379'));
  const start = async (): Promise<void> => {
    const manifest = await host.files.read('/etc/kubernetes/manifests/etcd.yaml');
    if (!manifest?.includes('cp2=https://10.0.0.2:2380')) return;
    host.etcd.start('https://10.0.0.2:2380', 'cp2', 'https://10.0.0.2:2379');
    await host.files.write('/var/lib/etcd/member/wal', 'data', { mode: 0o600, directoryMode: 0o700 });
  };
  host.etcd.onCall = (call) => (call === 'members' ? start() : undefined);
  return host;
}

type Parts = EngineParts<JoinSpec> & { readonly events: readonly Event[] };

function partsOf(host: MemoryHost, more: Partial<EngineParts<JoinSpec>> = {}): Parts {
  const { resolveCluster: _, resolveInputs: __, runChecks: ___, ...parts } = initParts(host);
  return {
    ...parts,
    runChecks: async () => [],
    resolveInputs: async (given) => ({ spec: given, resolved: {}, warnings: [] }),
    canonicalSpec: canonicalJson,
    ...more,
  };
}

function request(more: Partial<RunRequest<JoinSpec>> = {}): RunRequest<JoinSpec> {
  return runRequest(workflow, spec, more);
}

async function expectJoined(host: MemoryHost): Promise<void> {
  expect(host.etcd.members.map(({ name, learner }) => `${name} ${learner}`)).toEqual(['cp1 false', 'cp2 false']);
  expect(await host.files.read('/etc/kubernetes/manifests/etcd.yaml')).toContain(
    '--initial-cluster=cp1=https://10.0.0.1:2380,cp2=https://10.0.0.2:2380',
  );
  expect(host.kube.stored({ apiVersion: 'v1', kind: 'Node', name: 'cp2' })).toMatchObject({
    metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } },
  });
  expect(host.kube.all().filter(({ kind }) => kind === 'Lease')).toEqual([]);
  expect(await host.files.stat('/var/lib/tsadm/etcd-learner.json')).toBeUndefined();
}

describe('a control plane joins, on a machine in memory', () => {
  it('votes, is marked, and leaves neither lease nor note', async () => {
    const host = machine();
    expect((await runWorkflow(partsOf(host), request())).outcome).toBe('succeeded');
    await expectJoined(host);
    expect(host.etcd.calls.filter((call) => call.startsWith('add'))).toHaveLength(1);
  });

  it('changes nothing in a dry run', async () => {
    const host = machine();
    const { planned } = await runWorkflow(partsOf(host), request({ dryRun: true }));
    expect(planned.map(({ effect }) => effect.id)).toEqual(
      expect.arrayContaining(['etcd-join:add', 'etcd-join:write', 'etcd-join:promote']),
    );
    expect(host.etcd.members).toHaveLength(1);
    expect(await host.files.stat('/etc/kubernetes/admin.conf')).toBeUndefined();
    expect(JSON.stringify(planned)).not.toContain('PRIVATE KEY');
  });

  it('takes its learner back when etcd does not come up, and joins when given again', async () => {
    const host = machine();
    host.services.services.get('kubelet')!.active = true;
    const start = host.etcd.onCall;
    host.etcd.onCall = undefined;
    await expect(runWorkflow(partsOf(host), request())).rejects.toMatchObject({ kind: 'timeout' });
    expect(host.etcd.members).toHaveLength(1);
    expect(host.kube.all().filter(({ kind }) => kind === 'Lease')).toEqual([]);
    host.etcd.onCall = start;
    await runWorkflow(partsOf(host), request());
    await expectJoined(host);
  });

  it('names everything that is missing before it does anything', async () => {
    const host = machine();
    await host.files.remove('/etc/kubernetes/pki/sa.key');
    await host.files.remove('/etc/kubernetes/pki/ca.crt');
    await expect(runWorkflow(partsOf(host), request())).rejects.toMatchObject({
      kind: 'refused',
      reasons: expect.arrayContaining([expect.stringMatching(/ca\.crt.*sa\.key/)]),
    });
    expect(await host.files.stat('/etc/kubernetes/manifests')).toBeUndefined();
    expect(host.etcd.calls).toEqual([]);
  });
});

describe('a kill at every effect', async () => {
  const effects: string[] = [];
  const hook = (moment: 'before' | 'after', { id }: { readonly id: string }) => {
    if (moment === 'before') effects.push(id);
  };
  await runWorkflow(partsOf(machine(), { hook }), request());

  it('is tried at every effect', () => {
    expect(effects).toEqual(expect.arrayContaining(['etcd-join:add', 'etcd-join:write', 'etcd-join:promote']));
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(effects)(`ends as a clean run when killed ${moment} %s`, async (at) => {
      const host = machine();
      const kill = (when: 'before' | 'after', { id }: { readonly id: string }) => {
        if (when === moment && id === at) throw new Killed();
      };
      await expect(runWorkflow(partsOf(host, { hook: kill }), request())).rejects.toThrow(Killed);
      await runWorkflow(partsOf(host), request());
      await expectJoined(host);
      expect(host.etcd.calls.filter((call) => call.startsWith('add'))).toHaveLength(1);
    });
  }
});
