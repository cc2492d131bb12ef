import { describe, expect, test } from 'vitest';
import { runWorkflow } from '../../src/engine/run.ts';
import type { CriContainerStatus } from '../../src/host/cri.ts';
import { noteKeptManifest } from '../../src/host/kept-manifest.ts';
import { nodeStatus } from '../../src/schemas/node-status.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from '../workflows/init-parts.ts';
import { run } from './run.ts';

const healthUrls = {
  etcd: 'http://127.0.0.1:2381/readyz',
  'kube-apiserver': 'https://172.30.0.11:6443/readyz',
  'kube-controller-manager': 'https://127.0.0.1:10257/healthz',
  'kube-scheduler': 'https://127.0.0.1:10259/readyz',
};

/** A running container of a static Pod. */
function container(name: string): CriContainerStatus {
  return {
    id: name,
    podSandboxId: `sandbox-${name}`,
    name,
    podName: `${name}-cp1`,
    podNamespace: 'kube-system',
    podUid: name,
    state: 'running',
    attempt: 0,
    createdAt: 1,
    labels: {},
    annotations: {},
    exitCode: 0,
    reason: '',
    message: '',
    logPath: '',
    startedAt: 1,
    finishedAt: 0,
  };
}

/** A machine in memory after `init`, everything on it well. */
async function controlPlane(): Promise<MemoryHost> {
  const host = memoryHost({ programs: { kubelet: () => ({ stdout: 'Kubernetes v1.36.3\n' }) } });
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1', labels: { 'kubernetes.io/hostname': 'cp1' } },
    status: { conditions: [{ type: 'Ready', status: 'True' }], nodeInfo: { kubeletVersion: 'v1.36.3' } },
  });
  host.etcd.members = host.etcd.members.map((member) => ({ ...member, clientUrls: ['https://127.0.0.1:2379'] }));
  await runWorkflow(initParts(host), initRequest(initSpecOf()));
  const ok = { status: 200, body: 'ok', headers: {} };
  host.net.answers.set('http://127.0.0.1:10248/healthz', ok);
  for (const [name, url] of Object.entries(healthUrls)) {
    host.net.answers.set(url, ok);
    host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!.containers.push(container(name));
  }
  return host;
}

async function statusOf(host: MemoryHost) {
  const { out, error } = await run('status -o json', host);
  expect(error).toBeUndefined();
  const { result } = JSON.parse(out) as { readonly result: unknown };
  // What is printed is what the published schema says, and nothing more.
  expect(nodeStatus.parse(result)).toEqual(result);
  return nodeStatus.parse(result);
}

test('a machine that is no node', async () => {
  const host = memoryHost();
  expect(await statusOf(host)).toMatchObject({ node: null, role: 'none', components: [], problems: [] });
  expect((await run('status', host)).out).toContain('tsadm init');
});

describe('a control plane', () => {
  test('whose manifest an upgrade has taken away: which command puts it there', async () => {
    const host = await controlPlane();
    const kept = '/etc/kubernetes/tmp/kubeadm-backup-manifests-x/kube-apiserver.yaml';
    const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    host.files.put(kept, (await host.files.read(manifest))!);
    await noteKeptManifest('kube-apiserver', { kept, digest: 'x', podUid: '' }, host);
    expect((await statusOf(host)).problems).toEqual([]);
    await host.files.remove(manifest);
    const { role, problems } = await statusOf(host);
    expect(role).toBe('control-plane');
    expect(problems[0]).toBe(
      `kube-apiserver has no manifest, an upgrade has taken it away and was cut off; put the old one back: ${kept}`,
    );
    const header = {
      schema: 1,
      run: 'r',
      command: 'upgrade apply',
      machineId: '',
      specDigest: '',
      startedAt: 1,
      resolved: {},
    };
    host.files.put('/var/lib/tsadm/runs/r/run.json', JSON.stringify(header));
    expect((await statusOf(host)).problems.slice(0, 2)).toEqual([
      expect.stringContaining('"upgrade apply" has not ended well'),
      expect.stringMatching(/^kube-apiserver has no manifest.*; "upgrade apply" again puts it there$/),
    ]);
  });

  test('on which all is well', async () => {
    const host = await controlPlane();
    const status = await statusOf(host);
    expect(status).toMatchObject({ node: 'cp1', role: 'control-plane', problems: [], unfinished: [] });
    expect(status.components).toEqual(
      Object.keys(healthUrls).map((name) =>
        expect.objectContaining({ name, state: 'running', healthy: true, version: expect.stringMatching(/\d/) }),
      ),
    );
    expect(status.api.nodes).toEqual([{ name: 'cp1', version: 'v1.36.3', ready: true }]);
    expect(status.etcd!.members).toHaveLength(1);
    const ends = status.certificates.map(({ expires }) => expires!);
    expect(ends).toEqual(ends.toSorted());
    expect(status.certificates.map(({ path }) => path)).toContain('/etc/kubernetes/admin.conf');
    expect((await run('status', host)).out).toContain('No problems found.');
  });

  test('whose API server is down still tells the rest, and why', async () => {
    const host = await controlPlane();
    const runtime = host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')!;
    const server = {
      ...container('kube-apiserver'),
      state: 'exited',
      exitCode: 1,
      reason: 'Error',
      attempt: 3,
    } as const;
    runtime.containers = [...runtime.containers.filter(({ name }) => name !== 'kube-apiserver'), server];
    host.kube.down = true;
    const status = await statusOf(host);
    expect(status.components.find(({ name }) => name === 'kube-apiserver')).toMatchObject({
      state: 'exited',
      restarts: 3,
      detail: 'its container ended with exit code 1 (Error)',
    });
    expect(status.api).toMatchObject({ version: null, nodes: null, detail: expect.any(String) });
    expect(status.certificates.length).toBeGreaterThan(10);
    expect(status.problems).toHaveLength(2);
    expect((await run('status', host)).out).toMatch(/Problems:\n {2}- kube-apiserver is not healthy/);
  });

  test('without root is told by the users of its components', async () => {
    const host = await controlPlane();
    expect((await run('status', host)).out).not.toContain('USER');
    const path = '/etc/kubernetes/manifests/etcd.yaml';
    const text = (await host.files.read(path))!;
    host.files.put(path, text.replace('    seccompProfile:', '    runAsUser: 102\n    seccompProfile:'));
    const uids = (await statusOf(host)).components.map(({ name, uid }) => `${name} ${uid}`);
    expect(uids).toEqual(['etcd 102', 'kube-apiserver 0', 'kube-controller-manager 0', 'kube-scheduler 0']);
    expect((await run('status', host)).out).toMatch(/HEALTH +USER\n[\s\S]*\netcd .* ok +102\n/);
  });

  test('whose certificates end soon', async () => {
    const host = await controlPlane();
    host.clock.advance(350 * 24 * 3_600_000);
    const { problems } = await statusOf(host);
    expect(problems).toContainEqual(
      expect.stringMatching(/^expiring in 15 days .*\/admin\.conf, .*"certs renew all"$/),
    );
    expect(problems.join('\n')).not.toContain('/pki/ca.crt');
    host.clock.advance(30 * 24 * 3_600_000);
    expect((await statusOf(host)).problems).toContainEqual(expect.stringMatching(/^expired: .*\/admin\.conf/));
  });
});

test('a run that has not ended well is named', async () => {
  const host = memoryHost();
  host.files.put(
    '/var/lib/tsadm/runs/r1/run.json',
    JSON.stringify({ schema: 1, run: 'r1', machineId: '', command: 'init', digest: '', startedAt: 0, resolved: {} }),
  );
  const status = await statusOf(host);
  expect(status.unfinished).toEqual([
    { run: 'r1', command: 'init', startedAt: '1970-01-01T00:00:00.000Z', live: false },
  ]);
  expect((await run('status', host)).out).toContain('Unfinished: tsadm init, begun 1970-01-01T00:00:00.000Z');
});
