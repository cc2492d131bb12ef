import { beforeEach, describe, expect, test } from 'vitest';
import type { CriContainerStatus } from '../../src/host/cri.ts';
import { diagnose } from '../../src/observe/diagnose.ts';
import type { FakeRuntime } from '../fakes/fake-cri.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

const socket = 'unix:///var/run/containerd/containerd.sock';
const logPath = '/var/log/pods/kube-system_kube-apiserver-cp1_1/kube-apiserver/2.log';
let host: MemoryHost;
let runtime: FakeRuntime;

beforeEach(() => {
  host = memoryHost();
  runtime = host.cri.runtimes.get(socket)!;
  host.services.services.get('kubelet')!.active = true;
});

function container(parts: Partial<CriContainerStatus>): CriContainerStatus {
  return {
    id: `c${parts.attempt ?? 0}`,
    podSandboxId: 's',
    name: 'kube-apiserver',
    podName: 'kube-apiserver-cp1',
    podNamespace: 'kube-system',
    podUid: '1',
    state: 'exited',
    attempt: 0,
    createdAt: parts.attempt ?? 0,
    labels: {},
    annotations: {},
    exitCode: 1,
    reason: 'Error',
    message: '',
    logPath,
    startedAt: 0,
    finishedAt: 0,
    ...parts,
  };
}

const linesOf = (evidence: readonly { title: string; lines: readonly string[] }[], title: string) =>
  evidence.find((piece) => piece.title === title)?.lines;

describe('a static Pod', () => {
  test('a crash loop: newest state, the last exit, its words, the cause', async () => {
    runtime.containers = [
      container({ attempt: 1 }),
      container({ attempt: 2, exitCode: 7 }),
      container({ attempt: 3, state: 'running', logPath: '/none' }),
      container({ id: 'x', attempt: 9, podNamespace: 'default' }),
    ];
    host.files.put(
      logPath,
      '2026-01-15T12:00:00Z stderr F first\n2026-01-15T12:00:01Z stderr P listen tcp :6443: bi\n2026-01-15T12:00:01Z stderr F nd: address already in use\n',
    );
    const evidence = await diagnose('kube-apiserver', socket, host);
    expect(evidence.map(({ title }) => title)).toEqual([
      'likely cause',
      'kube-apiserver',
      'last words of kube-apiserver (attempt 2)',
    ]);
    expect(linesOf(evidence, 'kube-apiserver')).toEqual([
      'attempt 3 is running',
      'attempt 2 ended with exit code 7 (Error)',
    ]);
    expect(evidence[2]?.lines).toEqual(['first', 'listen tcp :6443: bind: address already in use']);
    expect(evidence[0]?.lines[0]).toContain('ss -ltnp');
  });

  const manifest = 'spec:\n  containers:\n  - command: []\n    image: registry.k8s.io/kube-scheduler:v1.36.3\n';
  const path = '/etc/kubernetes/manifests/kube-scheduler.yaml';
  test.each([
    ['no manifest', [], 'there is no manifest'],
    ['no sandbox', ['manifest'], 'there is no sandbox'],
    ['no image', ['manifest', 'sandbox'], 'kube-scheduler:v1.36.3 is not there'],
    ['no container', ['manifest', 'sandbox', 'image'], 'no container was made'],
  ])('%s', async (_, there, wanted) => {
    if (there.includes('manifest')) host.files.put(path, manifest);
    if (there.includes('sandbox')) {
      const name = 'kube-scheduler-cp1';
      runtime.sandboxes = [{ id: 's', name, namespace: 'kube-system', uid: '1', state: 'ready', createdAt: 0 }];
    }
    if (there.includes('image')) runtime.images.add('registry.k8s.io/kube-scheduler:v1.36.3');
    const evidence = await diagnose('kube-scheduler', socket, host);
    expect(linesOf(evidence, 'kube-scheduler')?.[0]).toContain(wanted);
  });

  test('an API server without etcd: etcd is looked at too', async () => {
    host.files.put('/etc/kubernetes/manifests/etcd.yaml', 'image: etcd:1');
    runtime.containers = [container({}), container({ id: 'e', name: 'etcd', exitCode: 2, logPath: '/etcd.log' })];
    host.files.put('/etcd.log', '2026-01-15T12:00:00Z stderr F write: no space left on device\n');
    const evidence = await diagnose('kube-apiserver', socket, host);
    expect(linesOf(evidence, 'last words of etcd (attempt 0)')).toEqual(['write: no space left on device']);
    expect(evidence[0]?.lines[0]).toContain('the disk is full');
  });

  test('the kubelet about it, and the kubelet itself when it does not run', async () => {
    const kubelet = host.services.services.get('kubelet')!;
    kubelet.active = false;
    kubelet.log = [
      'E0115 12:00:00.000001    100 pod_workers.go:1] "Error" pod="kube-system/kube-scheduler-cp1" err="ErrImagePull"',
      'E0115 12:00:09.000001    100 pod_workers.go:1] "Error" pod="kube-system/kube-scheduler-cp1" err="ErrImagePull"',
      'I0115 12:00:09.000001    100 other.go:1] "about kube-proxy"',
    ];
    const evidence = await diagnose('kube-scheduler', socket, host);
    expect(linesOf(evidence, 'kubelet service')).toEqual(['the kubelet does not run']);
    expect(linesOf(evidence, 'the kubelet about kube-scheduler')).toHaveLength(1);
    expect(evidence[0]?.title).toBe('likely cause');
  });

  test('a runtime that does not answer', async () => {
    runtime = undefined as never;
    host.cri.runtimes.clear();
    expect((await diagnose('etcd', socket, host))[0]?.lines[0]).toContain('does not answer');
  });
});

describe('the kubelet', () => {
  test('state, last words, cause', async () => {
    const kubelet = host.services.services.get('kubelet')!;
    kubelet.active = false;
    kubelet.log = [
      'I0115 12:00:00.000001 1 server.go:1] "start"',
      'E0115 12:00:00.000002 1 run.go:74] "command failed" err="running with swap on is not supported"',
    ];
    const evidence = await diagnose('kubelet', '', host);
    expect(evidence.map(({ title }) => title)).toEqual([
      'likely cause',
      'kubelet service',
      'last words of the kubelet',
    ]);
    expect(evidence[0]?.lines).toEqual([expect.stringContaining('swapoff -a')]);
    expect(evidence[2]?.lines).toHaveLength(1);
  });

  test.each([
    ['a missing service', 'there is no service named kubelet', () => host.services.services.clear()],
    [
      'no init system',
      'no supported init system',
      () => {
        host.services.init = undefined;
      },
    ],
    ['a running one', 'the kubelet runs', () => {}],
  ])('%s', async (_, wanted, change) => {
    change();
    expect(linesOf(await diagnose('kubelet', '', host), 'kubelet service')?.[0]).toContain(wanted);
  });
});
