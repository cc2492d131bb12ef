import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import type { RunRequest } from '../../src/engine/run-request.ts';
import { discoveryVia } from '../../src/phases/join/discovery-via.ts';
import { bundledFiles, encryptFile } from '../../src/pki/certificate-bundle.ts';
import { bootstrapKubeconfig } from '../../src/pki/kubeconfig.ts';
import type { Event } from '../../src/plan/event.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { Secret } from '../../src/plan/secret.ts';
import { flatten } from '../../src/plan/select.ts';
import { canonicalJson } from '../../src/spec/canonical-json.ts';
import type { JoinSpec } from '../../src/spec/join-spec.ts';
import { kubeletClientCertificate, kubeletKubeconfig } from '../../src/spec/paths.ts';
import { join } from '../../src/workflows/join.ts';
import { Killed } from '../engine/parts.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { etcdPod } from '../operations/etcd-cluster.ts';
import { joiningSpec } from '../phases/join/joining-spec.ts';
import { hour, startedAt, textOf, written } from '../pki/example.ts';
import { initParts } from './init-parts.ts';
import { runRequest } from './run-request.ts';

const certificateKey = new Secret('0123456789abcdef'.repeat(4));
const spec = joiningSpec({ certificateKey, localAPIEndpoint: { advertiseAddress: '10.0.0.2', bindPort: 6443 } });
const bootstrap = new Secret(
  bootstrapKubeconfig({
    cluster: 'kubernetes',
    server: 'https://10.0.0.1:6443',
    authority: 'CA',
    user: 'tls-bootstrap-token-user',
    token: 'abcdef.0123456789abcdef',
  }),
);

/** The files that control planes share, as the cluster keeps them. */
function sharedFiles(): KubeObject {
  const made = written(spec);
  const data = bundledFiles(spec).map(({ name, path }, index) => {
    const nonce = String(index).padStart(24, '0');
    return [name, encryptFile(textOf(made, path), certificateKey, nonce).toString('base64')];
  });
  const metadata = { name: 'kubeadm-certs', namespace: 'kube-system' };
  return { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(data) };
}

const uploaded = sharedFiles();

/** cp2, empty, beside a cluster of cp1; its kubelet starts what lies in manifests. */
function machine(): MemoryHost {
  const host = memoryHost({ startsAt: startedAt + hour });
  host.kube.put(uploaded);
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
    resolveCluster: async (given) => {
      host.kube.know(discoveryVia.kubeconfig, bootstrap);
      const found = { server: 'https://10.0.0.1:6443', authority: 'CA', bootstrapKubeconfig: bootstrap };
      return { spec: { ...given, found }, kept: new Map() };
    },
    canonicalSpec: canonicalJson,
    ...more,
    hook: async (moment, effect) => {
      if (moment === 'after' && effect.id === 'kubelet-start:start') {
        const rights = { mode: 0o600, directoryMode: 0o755 };
        await host.files.write(kubeletKubeconfig, 'kubeconfig of the kubelet\n', rights);
        await host.files.write(kubeletClientCertificate, 'certificate of the kubelet\n', rights);
      }
      await more.hook?.(moment, effect);
    },
  };
}

function request(more: Partial<RunRequest<JoinSpec>> = {}): RunRequest<JoinSpec> {
  return runRequest(join, spec, more);
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
    const without = request({ spec: { ...spec, certificateKey: undefined } });
    await expect(runWorkflow(partsOf(host), without)).rejects.toMatchObject({
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

  it('is tried in every phase that does something', () => {
    const acting = new Set(effects.map((id) => id.slice(0, id.indexOf(':'))));
    const leaves = flatten(join.phases).filter(({ phase }) => phase.steps !== undefined);
    expect(leaves.map(({ path }) => path).filter((path) => !acting.has(path))).toEqual([]);
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
