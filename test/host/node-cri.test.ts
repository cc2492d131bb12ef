import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Cri, CriContainerStatus } from '../../src/host/cri.ts';
import { nodeCris } from '../../src/host/node-cri.ts';
import { type CriServer, serveCri } from '../fakes/cri-server.ts';
import { type FakeRuntime, fakeCris } from '../fakes/fake-cri.ts';
import { temporaryFolder } from './temporary.ts';

const crashed: CriContainerStatus = {
  id: 'c1',
  podSandboxId: 's1',
  name: 'kube-apiserver',
  podName: 'kube-apiserver-node-1',
  podNamespace: 'kube-system',
  podUid: 'uid-1',
  state: 'exited',
  attempt: 3,
  createdAt: Date.UTC(2026, 0, 15, 12),
  labels: {
    'io.kubernetes.container.name': 'kube-apiserver',
    'io.kubernetes.pod.name': 'kube-apiserver-node-1',
    'io.kubernetes.pod.namespace': 'kube-system',
    'io.kubernetes.pod.uid': 'uid-1',
  },
  annotations: { 'io.kubernetes.container.restartCount': '3' },
  exitCode: 1,
  reason: 'Error',
  message: 'bind: address already in use',
  logPath: '/var/log/pods/x/kube-apiserver/3.log',
  startedAt: Date.UTC(2026, 0, 15, 12, 0, 1),
  finishedAt: Date.UTC(2026, 0, 15, 12, 0, 2),
};

let runtime: FakeRuntime;
let server: CriServer;
let cri: Cri;
let path: string;
beforeEach(async () => {
  const fakes = fakeCris(['unix:///fake']);
  runtime = fakes.runtimes.get('unix:///fake')!;
  path = join(temporaryFolder(), 'cri.sock');
  server = await serveCri(fakes.connect('unix:///fake'), path);
  cri = nodeCris().connect(`unix://${path}`);
  return async () => {
    cri.close();
    await server.close();
  };
});

describe('nodeCris', () => {
  it('gives containers and their status as the runtime has them', async () => {
    runtime.containers = [crashed, { ...crashed, id: 'c2', state: 'running', labels: {} }];
    const { exitCode, reason, message, logPath, startedAt, finishedAt, ...listed } = crashed;
    expect(await cri.containers({ labels: { 'io.kubernetes.pod.uid': 'uid-1' } })).toEqual([listed]);
    expect(await cri.containerStatus('c1')).toEqual(crashed);
    expect((await cri.containers()).map(({ state }) => state)).toEqual(['exited', 'running']);
  });

  it('lists, stops and removes sandboxes', async () => {
    const sandbox = { id: 's1', name: 'p', namespace: 'n', uid: 'u', state: 'ready', createdAt: 1000 } as const;
    runtime.sandboxes = [sandbox];
    expect(await cri.sandboxes()).toEqual([sandbox]);
    await cri.stopSandbox('s1');
    expect(await cri.sandboxes()).toEqual([{ ...sandbox, state: 'notready' }]);
    await cri.removeSandbox('s1');
    expect(await cri.sandboxes()).toEqual([]);
  });

  it('knows the pause image and the cgroup driver when the runtime tells them', async () => {
    expect((await cri.status()).sandboxImage).toBe('registry.k8s.io/pause:3.10.1');
    expect(await cri.runtimeConfig()).toEqual({ cgroupDriver: 'systemd' });
    runtime.sandboxImage = undefined;
    runtime.cgroupDriver = 'cgroupfs';
    expect(await cri.status()).not.toHaveProperty('sandboxImage');
    expect(await cri.runtimeConfig()).toEqual({ cgroupDriver: 'cgroupfs' });
    runtime.cgroupDriver = undefined;
    expect(await cri.runtimeConfig()).toBeUndefined();
  });

  it('gives the words and the code of the runtime', async () => {
    runtime.unpullable.set('x:1', 'failed to resolve reference "x:1": no such host');
    await expect(cri.pullImage('x:1')).rejects.toMatchObject({
      message: `unix://${path}: PullImage: failed to resolve reference "x:1": no such host`,
      code: 'NOT_FOUND',
    });
  });

  it('says in one short line that there is no socket', async () => {
    const nobody = nodeCris().connect('unix:///no/such/cri.sock');
    onTestFinished(() => nobody.close());
    await expect(nobody.version()).rejects.toThrow(
      /^unix:\/\/\/no\/such\/cri\.sock: Version: connect ENOENT \/no\/such\/cri\.sock[^\n]*$/,
    );
  });

  it('asks once more when the time of a call has run out, which this process itself may have spent', async () => {
    server.delayMs = 10_000;
    const asked = cri.version();
    await until(() => server.calls === 1);
    server.delayMs = 0;
    expect((await asked).runtimeName).toBe('containerd');
    expect(server.calls).toBe(2);
  });

  it('does not wait for ever, but longer for a pull', async () => {
    server.delayMs = 4300;
    const [version, pull] = await Promise.allSettled([cri.version(), cri.pullImage('x:1')]);
    expect(version).toMatchObject({ status: 'rejected', reason: { code: 'DEADLINE_EXCEEDED' } });
    expect(pull.status).toBe('fulfilled');
  });

  it('takes a path without scheme, and paths below a root', async () => {
    const bare = nodeCris().connect(path);
    const root = temporaryFolder();
    mkdirSync(join(root, 'run'));
    symlinkSync('/run', join(root, 'var-run'));
    const inside = await serveCri(fakeCris(['x']).connect('x'), join(root, 'run/cri.sock'));
    const rooted = nodeCris({ root }).connect('unix:///var-run/cri.sock');
    onTestFinished(async () => {
      bare.close();
      rooted.close();
      await inside.close();
    });
    expect((await bare.version()).runtimeName).toBe('containerd');
    expect((await rooted.version()).runtimeName).toBe('containerd');
  });

  it('finds a runtime again that was away', async () => {
    await cri.version();
    await server.close();
    await expect(cri.version()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    server = await serveCri(fakeCris(['x']).connect('x'), path);
    const deadline = Date.now() + 1900;
    while (Date.now() < deadline && (await cri.version().catch(() => undefined)) === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await cri.version()).runtimeName).toBe('containerd');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}
