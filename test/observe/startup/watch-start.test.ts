import { beforeEach, expect, test } from 'vitest';
import type { CriContainerStatus } from '../../../src/host/cri.ts';
import { watchStart } from '../../../src/observe/startup/watch-start.ts';
import type { FakeRuntime } from '../../fakes/fake-cri.ts';
import { type MemoryHost, memoryHost } from '../../fakes/memory-host.ts';

const socket = 'unix:///var/run/containerd/containerd.sock';
let host: MemoryHost;
let runtime: FakeRuntime;

beforeEach(() => {
  host = memoryHost();
  runtime = host.cri.runtimes.get(socket)!;
  host.services.services.get('kubelet')!.active = true;
  for (const name of ['etcd', 'kube-apiserver']) {
    host.files.put(`/etc/kubernetes/manifests/${name}.yaml`, `image: registry.k8s.io/${name}:v1\n`);
  }
  start('etcd');
  start('kube-apiserver');
});

/** A Pod with a container; its sandbox names its uid. */
function start(name: string, parts: Partial<CriContainerStatus> = {}): void {
  const uid = parts.podUid ?? 'u1';
  const sandbox = { id: `${name}-${uid}`, name: `${name}-cp1`, namespace: 'kube-system', uid };
  runtime.sandboxes = [...runtime.sandboxes, { ...sandbox, state: 'ready', createdAt: host.clock.now() }];
  const attempt = parts.attempt ?? 0;
  runtime.containers = [
    ...runtime.containers.filter((other) => other.name !== name),
    {
      id: `${name}-${uid}-${attempt}`,
      podSandboxId: sandbox.id,
      name,
      podName: sandbox.name,
      podNamespace: 'kube-system',
      podUid: uid,
      state: 'running',
      attempt,
      createdAt: host.clock.now(),
      labels: {},
      annotations: {},
      exitCode: 0,
      reason: '',
      message: '',
      logPath: `/log/${name}/${uid}/${attempt}.log`,
      startedAt: host.clock.now(),
      finishedAt: 0,
      ...parts,
    },
  ];
}

/** It starts and ends at once; the kubelet keeps only the last. */
function crash(name: string, attempt: number, words: string, uid = 'u1'): void {
  host.files.put(`/log/${name}/${uid}/${attempt}.log`, `2026-01-15T12:00:00Z stderr F ${words}\n`);
  start(name, { podUid: uid, attempt, state: 'exited', exitCode: 1, reason: 'Error', finishedAt: host.clock.now() });
}

test('everything runs', async () => {
  expect(await watchStart(host).look('kube-apiserver', socket)).toEqual({ seen: '', canHeal: true });
});

test('crashes are remembered, also when the runtime has forgotten the first', async () => {
  const watch = watchStart(host);
  crash('kube-apiserver', 0, 'Error: unknown flag: --x');
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    canHeal: true,
    suspect: { code: 'unknown-flag' },
  });
  host.clock.advance(2000);
  crash('kube-apiserver', 1, 'Error: unknown flag: --x');
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    seen: 'ended with exit code 1, restarted once: unknown flag: --x',
    canHeal: false,
    suspect: {
      evidence: [
        { title: 'kube-apiserver', lines: ['attempt 0 ended with exit code 1', 'attempt 1 ended with exit code 1'] },
        { title: 'last words of kube-apiserver', lines: ['Error: unknown flag: --x'] },
      ],
    },
  });
});

test('how long a manifest is away counts from when that was seen, until it is back', async () => {
  const watch = watchStart(host);
  const path = '/etc/kubernetes/manifests/kube-apiserver.yaml';
  const manifest = host.files.texts()[path]!;
  await host.files.remove(path);
  runtime.containers = runtime.containers.filter(({ name }) => name !== 'kube-apiserver');
  expect(await watch.look('kube-apiserver', socket)).toEqual({ seen: 'its manifest is not there', canHeal: true });
  host.clock.advance(12_000);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    canHeal: true,
    suspect: { code: 'manifest-missing', evidence: [{ lines: [expect.stringContaining('for 12 s')] }] },
  });
  host.files.put(path, manifest);
  host.clock.advance(12_000);
  await watch.look('kube-apiserver', socket);
  await host.files.remove(path);
  host.clock.advance(1000);
  expect((await watch.look('kube-apiserver', socket)).suspect).toBeUndefined();
  host.clock.advance(21_000);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({ canHeal: false });
});

test('crashes of the Pod before it was changed do not count', async () => {
  const watch = watchStart(host);
  crash('kube-apiserver', 0, 'Error: unknown flag: --x');
  await watch.look('kube-apiserver', socket);
  host.clock.advance(2000);
  crash('kube-apiserver', 0, 'Error: unknown flag: --x', 'u2');
  expect((await watch.look('kube-apiserver', socket)).canHeal).toBe(true);
});

test('crashes before the watch are told and do not count', async () => {
  crash('kube-apiserver', 4, 'Error: unknown flag: --x');
  host.clock.advance(2000);
  const watch = watchStart(host);
  const judged = await watch.look('kube-apiserver', socket);
  expect(judged).toMatchObject({ canHeal: true, seen: expect.stringContaining('unknown flag') });
});

test('starts of the kubelet are remembered with their last words', async () => {
  const kubelet = host.services.services.get('kubelet')!;
  const log = (id: string, second: number) =>
    [
      id,
      [
        {
          at: host.clock.now() + second,
          text: 'E0115 12:00:00.000001 1 run.go:72] "command failed" err="unknown flag: --x"',
        },
      ],
    ] as const;
  Object.assign(kubelet, { runLogs: new Map([log('a', 0), log('b', 10_000)]) });
  const watch = watchStart(host);
  kubelet.run = { state: 'restarting', id: 'a', ended: 'exit code 1' };
  expect(await watch.look('kubelet', '')).toMatchObject({ canHeal: true, suspect: { code: 'unknown-flag' } });
  host.clock.advance(10_000);
  kubelet.run = { state: 'restarting', id: 'b', ended: 'exit code 1' };
  expect(await watch.look('kubelet', '')).toMatchObject({ canHeal: false, suspect: { component: 'kubelet' } });
});

test('a kubelet and a container that were stopped have not crashed', async () => {
  const kubelet = host.services.services.get('kubelet')!;
  const words = [
    { at: host.clock.now(), text: 'E0115 12:00:00.000001 1 x.go:1] "x" err="open /x: no such file or directory"' },
  ];
  Object.assign(kubelet, { runLogs: new Map(['a', 'b', 'c'].map((id) => [id, words])) });
  crash('etcd', 0, 'E0115 12:00:00.000001 1 x.go:1] "x" err="open /x: no such file or directory"');
  runtime.containers = runtime.containers.map((each) => (each.name === 'etcd' ? { ...each, exitCode: 0 } : each));
  const watch = watchStart(host);
  kubelet.run = { state: 'running', id: 'a' };
  expect((await watch.look('etcd', socket)).suspect).toBeUndefined();
  host.clock.advance(1000);
  kubelet.run = { state: 'starting', id: 'b', ended: 'exit code 0' };
  expect((await watch.look('kubelet', socket)).suspect).toBeUndefined();
  host.clock.advance(1000);
  kubelet.run = { state: 'running', id: 'c' };
  expect((await watch.look('kubelet', socket)).suspect).toBeUndefined();
});

test('complaints of the kubelet count for the start that runs now', async () => {
  runtime.containers = runtime.containers.filter(({ name }) => name !== 'etcd');
  const refused = String.raw`failed to \"StartContainer\" for \"etcd\" with ErrImagePull: \"failed to pull and unpack image \\\"registry.k8s.io/etcd:v1\\\": not found\"`;
  const line = (at: number) => ({
    at,
    text: `E0115 12:00:00.000001 1 pod_workers.go:1] "Error syncing pod, skipping" err="${refused}" pod="kube-system/etcd-cp1"`,
  });
  const kubelet = host.services.services.get('kubelet')!;
  const now = host.clock.now();
  Object.assign(kubelet, { runLogs: new Map([['k2', [line(now), line(now + 15_000)]]]) });
  kubelet.run = { state: 'running', id: 'k1' };
  const watch = watchStart(host);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    seen: 'etcd: its image registry.k8s.io/etcd:v1 is not there yet',
  });
  kubelet.run = { state: 'running', id: 'k2' };
  host.clock.advance(16_000);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    canHeal: false,
    suspect: { code: 'image-pull', component: 'etcd', title: expect.stringContaining('not found') },
  });
});

test('what a kubelet that has run for long said before does not count', async () => {
  runtime.containers = runtime.containers.filter(({ name }) => name !== 'etcd');
  runtime.sandboxes = runtime.sandboxes.filter(({ name }) => name !== 'etcd-cp1');
  const said = (at: number, what: string) => ({
    at,
    text: `E0115 12:00:00.000001 1 pod_workers.go:1] "Error syncing pod, skipping" err="failed to \\"CreatePodSandbox\\" for \\"etcd\\" with CreatePodSandboxError: \\"${what}\\"" pod="kube-system/etcd-cp1"`,
  });
  const kubelet = host.services.services.get('kubelet')!;
  kubelet.run = { state: 'running', id: 'k1' };
  const begun = host.clock.now();
  const old = [60_000, 45_000, 30_000].map((ago) => said(begun - ago, 'something strange'));
  Object.assign(kubelet, { runLogs: new Map([['k1', old]]) });
  expect((await watchStart(host).look('etcd', socket)).canHeal).toBe(false);
  const watch = watchStart(host, { kubeletRanBefore: true });
  expect(await watch.look('etcd', socket)).toEqual({ seen: 'the kubelet has not begun with it', canHeal: true });
  const recent = [1_000, 6_000, 14_000].map((later) => said(begun + later, 'something strange'));
  Object.assign(kubelet, { runLogs: new Map([['k1', [...old, ...recent]]]) });
  host.clock.advance(15_000);
  expect(await watch.look('etcd', socket)).toMatchObject({ canHeal: false, suspect: { component: 'etcd' } });
});

test('an image that is there is not the matter, also while the container of the Pod before is the last', async () => {
  const refused = String.raw`failed to \"StartContainer\" for \"etcd\" with ErrImagePull: \"failed to pull and unpack image \\\"registry.k8s.io/etcd:v1\\\": not found\"`;
  const line = (at: number) => ({
    at,
    text: `E0115 12:00:00.000001 1 pod_workers.go:1] "Error syncing pod, skipping" err="${refused}" pod="kube-system/etcd-cp1"`,
  });
  start('etcd', { state: 'exited', finishedAt: host.clock.now() });
  const kubelet = host.services.services.get('kubelet')!;
  kubelet.run = { state: 'running', id: 'k1' };
  Object.assign(kubelet, { runLogs: new Map([['k1', [line(host.clock.now()), line(host.clock.now() + 9_000)]]]) });
  const watch = watchStart(host);
  host.clock.advance(10_000);
  expect(await watch.look('etcd', socket)).toMatchObject({ canHeal: false, suspect: { code: 'image-pull' } });
  runtime.images.add('registry.k8s.io/etcd:v1');
  host.clock.advance(1_000);
  expect((await watch.look('etcd', socket)).canHeal).toBe(true);
});

test('a token that a new API server does not know in its first second is no reason to give up', async () => {
  const kubelet = host.services.services.get('kubelet')!;
  const now = host.clock.now();
  const line = (at: number, why: string) => ({
    at,
    text: `E0115 12:00:00.000001 1 certificate_manager.go:1] "Failed while requesting a signed certificate from the control plane" err="cannot create certificate signing request: ${why}"`,
  });
  const unreachable = String.raw`Post \"https://172.30.0.12:6443/apis\": dial tcp 172.30.0.12:6443: connect: connection refused`;
  const log = [line(now, unreachable), line(now + 4_000, unreachable), line(now + 8_000, 'Unauthorized')];
  Object.assign(kubelet, { runLogs: new Map([['k1', log]]) });
  kubelet.run = { state: 'running', id: 'k1' };
  const watch = watchStart(host);
  host.clock.advance(9_000);
  expect(await watch.look('kubelet', socket, true)).toMatchObject({ canHeal: true });
  Object.assign(kubelet, { runLogs: new Map([['k1', [...log, line(now + 16_000, 'Unauthorized')]]]) });
  host.clock.advance(8_000);
  expect(await watch.look('kubelet', socket, true)).toMatchObject({
    canHeal: false,
    suspect: { code: 'unauthorized' },
  });
});

test('a sandbox image that comes between two tries', async () => {
  runtime.containers = [];
  runtime.sandboxes = [];
  runtime.sandboxImage = 'registry.k8s.io/pause:3.10.1';
  const refused = String.raw`failed to \"CreatePodSandbox\" for \"etcd\" with CreatePodSandboxError: \"failed to get sandbox image \\\"registry.k8s.io/pause:3.10.1\\\": no such host\"`;
  const now = host.clock.now();
  const line = (at: number) => ({
    at,
    text: `E0115 12:00:00.000001 1 pod_workers.go:1] "Error syncing pod, skipping" err="${refused}" pod="kube-system/etcd-cp1"`,
  });
  const kubelet = host.services.services.get('kubelet')!;
  Object.assign(kubelet, { runLogs: new Map([['k1', [line(now), line(now + 12_000)]]]) });
  kubelet.run = { state: 'running', id: 'k1' };
  const watch = watchStart(host);
  host.clock.advance(13_000);
  expect(await watch.look('etcd', socket)).toMatchObject({ canHeal: false, suspect: { code: 'sandbox-image' } });
  runtime.images.add('registry.k8s.io/pause:3.10.1');
  host.clock.advance(1000);
  expect(await watch.look('etcd', socket)).toEqual({ seen: expect.stringContaining('has come'), canHeal: true });
});

test('a runtime that does not answer, and its service', async () => {
  host.services.services.set('containerd', { enabled: true, active: false, log: [] });
  host.cri.runtimes.clear();
  const watch = watchStart(host);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({ canHeal: true });
  host.clock.advance(6000);
  expect(await watch.look('kube-apiserver', socket)).toMatchObject({
    canHeal: false,
    suspect: { code: 'runtime-down', fix: expect.stringContaining('systemctl start containerd') },
  });
});

test('waits at the same moment share a look', async () => {
  const watch = watchStart(host);
  let asked = 0;
  const run = host.services.run.bind(host.services);
  host.services.run = (name) => {
    asked += 1;
    return run(name);
  };
  await Promise.all(['kube-apiserver', 'kube-scheduler', 'etcd'].map((name) => watch.look(name, socket)));
  expect(asked).toBe(1);
  watch.close();
});
