import { beforeEach, expect, test } from 'vitest';
import { EffectError, UsageError } from '../../src/errors.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { run } from './run.ts';
import { putToken, putTokens } from './token-cluster.ts';

const now = Date.UTC(2026, 10, 21, 4);
let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ files: { '/a.conf': 'x' }, env: { KUBECONFIG: '/none:/a.conf' }, startsAt: now });
  host.kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
});

test('a table with kubeadm’s columns', async () => {
  putTokens(host.kube, now);
  const { out } = await run('token list', host);
  const lines = out.split('\n');
  expect(lines[0]).toBe(
    `TOKEN                     TTL         EXPIRES                USAGES                   DESCRIPTION${' '.repeat(48)}EXTRA GROUPS`,
  );
  expect(lines[1]).toBe(
    `aaaaaa.0123456789abcdef   23h         2026-11-22T03:30:00Z   authentication,signing   all of it${' '.repeat(50)}system:bootstrappers:kubeadm:default-node-token,system:bootstrappers:more`,
  );
  expect(lines.slice(1, 7).map((line) => line.slice(26, 35).trim())).toEqual([
    '23h',
    '<forever>',
    '<invalid>',
    '30m',
    '1y',
    '40d',
  ]);
});

test('JSON, one document a token; empty fields are left out', async () => {
  putTokens(host.kube, now);
  const { out } = await run('token list -o json', host);
  expect(out.match(/^\{$/gm)).toHaveLength(6);
  expect(out).toContain(
    '{\n    "kind": "BootstrapToken",\n    "apiVersion": "output.kubeadm.k8s.io/v1alpha3",\n    "token": "bbbbbb.0123456789abcdef"\n}\n',
  );
});

test('the head goes with the first row', async () => {
  putToken(host.kube, 'bbbbbb');
  const { out } = await run('token list', host);
  expect(out.split('\n')[0]).toContain('EXPIRES   USAGES');
});

test('no tokens are no lines', async () => {
  expect((await run('token list', host)).out).toBe('');
});

test('what is no well-formed token is told without its text and passed over', async () => {
  putToken(host.kube, 'aaaaaa', { 'token-secret': 'hush' });
  putToken(host.kube, 'bbbbbb', { expiration: 'soon' });
  putToken(host.kube, 'cccccc', { 'token-id': 'dddddd' });
  const { out, err } = await run('token list', host);
  expect(out).toBe('');
  expect(err.match(/passed over/g)).toHaveLength(3);
  expect(err).not.toContain('hush');
});

test('no kubeconfig, and a server that refuses, are told with a way out', async () => {
  const { error } = await run('token list', memoryHost({ env: { HOME: '/root' } }));
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toContain('/root/.kube/config or /etc/kubernetes/admin.conf');
  host.kube.forbidden.push({ kind: 'Secret' });
  const refused = (await run('token list', host)).error;
  expect(refused).toBeInstanceOf(EffectError);
  expect((refused as EffectError).hint).toContain('/a.conf');
});

test('a random token', async () => {
  expect((await run('token generate')).out).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}\n$/);
  expect(JSON.parse((await run('token generate -o json')).out).result.token).toMatch(/^[a-z0-9]{6}\./);
});
