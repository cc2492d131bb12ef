import { expect, test } from 'vitest';
import { lookAtProbe } from '../../src/observe/probe.ts';
import { memoryHost } from '../fakes/memory-host.ts';

const url = 'https://127.0.0.1:6443/livez';
const http = { kind: 'http', component: 'kube-apiserver', url, criSocket: '' } as const;

test('200 is healthy', async () => {
  const host = memoryHost();
  host.net.answers.set(url, { status: 200, body: 'ok', headers: {} });
  expect(await lookAtProbe(http, host)).toEqual({ ok: true, seen: `${url}: 200` });
});

test('other answers name the parts that failed', async () => {
  const host = memoryHost();
  const body = '[+]ping ok\n[-]etcd failed: reason withheld\n[-]poststarthook/rbac failed\nlivez check failed\n';
  host.net.answers.set(url, { status: 500, body, headers: {} });
  expect(await lookAtProbe(http, host)).toEqual({
    ok: false,
    seen: `${url}: status 500 (not ready: etcd, poststarthook/rbac)`,
  });
});

test('no answer tells the reason', async () => {
  expect(await lookAtProbe(http, memoryHost())).toEqual({
    ok: false,
    seen: `${url}: connect ECONNREFUSED 127.0.0.1:6443`,
  });
});

test('a file is awaited', async () => {
  const host = memoryHost();
  const probe = { kind: 'file', component: 'kubelet', path: '/x' } as const;
  expect((await lookAtProbe(probe, host)).ok).toBe(false);
  host.files.put('/x', '');
  expect((await lookAtProbe(probe, host)).ok).toBe(true);
});
