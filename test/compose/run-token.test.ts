import { beforeEach, expect, test } from 'vitest';
import { runTokenCreate } from '../../src/compose/run-token-create.ts';
import { runTokenDelete } from '../../src/compose/run-token-delete.ts';
import { ConfigError, EffectError, RefusedError, UsageError } from '../../src/errors.ts';
import { readRun } from '../cli/read.ts';
import { putTokens } from '../commands/token-cluster.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { exampleSpec, startedAt, textOf, written } from '../pki/example.ts';
import { surroundings } from './node-in-memory.ts';

const admin = textOf(written(exampleSpec()), '/kc/admin.conf');
let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ files: { '/root/.kube/config': admin }, env: { HOME: '/root' }, startsAt: startedAt });
  putTokens(host.kube, startedAt);
});

async function run(line: string) {
  const around = surroundings(host);
  const invocation = await readRun(`token ${line}`);
  const end = await (invocation.workflow === 'token create' ? runTokenCreate : runTokenDelete)(invocation, around);
  return { ...end, events: around.events };
}

const stored = (id: string) =>
  host.kube.stored({ apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: `bootstrap-token-${id}` });

test('a random token is made and printed, and nothing else of it is left anywhere', async () => {
  const { text, result, events } = await run('create');
  const [token, id] = /^([a-z0-9]{6})\.[a-z0-9]{16}/.exec(text!)!;
  expect(text).toBe(`${token}\n`);
  expect(result).toEqual({ token, expires: '2026-11-22T04:00:00Z' });
  expect(stored(id!)?.['type']).toBe('bootstrap.kubernetes.io/token');
  expect(JSON.stringify(events)).not.toContain(token.slice(7));
  expect(JSON.stringify(events)).not.toContain(Buffer.from(token.slice(7)).toString('base64'));
  // Neither lock nor journal: whoever runs something else here is no obstacle, and there is nothing to go on with.
  expect(host.files.changes).toEqual([]);
});

test('two at once are two', async () => {
  const [one, other] = await Promise.all([run('create'), run('create')]);
  expect(one.text).not.toBe(other.text);
});

test('the join command is one line with endpoint and pin from the kubeconfig', async () => {
  const key = 'ab'.repeat(32);
  const { text, result } = await run(`create abcdef.0123456789abcdef --print-join-command --certificate-key ${key}`);
  expect(text).toMatch(
    /^tsadm join 10\.1\.2\.3:6443 --token abcdef\.0123456789abcdef --discovery-token-ca-cert-hash sha256:[\da-f]{64} --control-plane --certificate-key (?:ab){32}\n$/,
  );
  expect(result).toMatchObject({ joinCommand: text!.trimEnd() });
});

test('an ID that is taken is refused, and the token that has it stays', async () => {
  const before = JSON.stringify(stored('aaaaaa'));
  await expect(run('create aaaaaa.fedcba9876543210')).rejects.toThrow(RefusedError);
  expect(JSON.stringify(stored('aaaaaa'))).toBe(before);
});

test('an ID that is taken between look and act is refused as well', async () => {
  host.kube.onRequest = ({ verb }) => {
    if (verb !== 'create') return;
    host.kube.onRequest = undefined;
    const secret = stored('aaaaaa')!;
    host.kube.put({ ...secret, metadata: { ...secret.metadata, name: 'bootstrap-token-abcdef' } });
  };
  const error = await run('create abcdef.fedcba9876543210').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EffectError);
  expect((error as EffectError).position.resumable).toBe(false);
});

test('a dry run makes nothing and mints nothing', async () => {
  const { outcome, text } = await run('create --dry-run');
  expect({ outcome, text }).toEqual({ outcome: 'planned', text: undefined });
  expect(host.kube.requests.every((request) => request.startsWith('get') || request.startsWith('list'))).toBe(true);
});

test.each([
  ['create bad', ConfigError],
  ['create --usages nonsense', ConfigError],
  ['create --usages signing', ConfigError],
  ['create --groups nonsense', ConfigError],
  ['create --kubeconfig /none', UsageError, '--print-join-command'],
])('%s is refused and nothing made', async (line, kind, more = '') => {
  const before = JSON.stringify(host.kube.all());
  await expect(run(`${line} ${more}`)).rejects.toThrow(kind);
  expect(JSON.stringify(host.kube.all())).toBe(before);
});

test.each(['create --certificate-key x', 'delete', 'delete bad', 'delete aaaaaa bad', 'create a b'])(
  '%s is a mistake on the command line',
  async (line) => {
    await expect(readRun(`token ${line}`)).rejects.toThrow(UsageError);
  },
);

test('a mistaken token is not repeated in the complaint', async () => {
  await expect(readRun('token delete abcdef.0123456789abcdeX')).rejects.not.toThrow('0123456789');
});

test('beside a file the word has no effect, and that is said; other fields are refused', async () => {
  expect((await readRun('token create abcdef.0123456789abcdef --config /k.yaml')).warnings).toHaveLength(1);
  await expect(readRun('token create --ttl 1h --config /k.yaml')).rejects.toThrow('cannot be mixed');
});

test('tokens are deleted by ID or in full', async () => {
  const { text } = await run('delete aaaaaa bbbbbb.0123456789abcdef aaaaaa');
  expect(text).toBe('bootstrap token "aaaaaa" deleted\nbootstrap token "bbbbbb" deleted\n');
  expect([stored('aaaaaa'), stored('bbbbbb')]).toEqual([undefined, undefined]);
  expect(stored('cccccc')).toBeDefined();
});

test('when one is not there none is deleted', async () => {
  await expect(run('delete aaaaaa zzzzzz')).rejects.toThrow(RefusedError);
  expect(stored('aaaaaa')).toBeDefined();
});

test('nothing is deleted when nobody can say what is there', async () => {
  host.kube.down = true;
  await expect(run('delete aaaaaa')).rejects.toThrow(RefusedError);
});
