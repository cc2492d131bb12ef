import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runTokenCreate } from '../../src/compose/run-token-create.ts';
import { runTokenDelete } from '../../src/compose/run-token-delete.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import { currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import type { JsonObject, KubeObject } from '../../src/plan/json.ts';
import { parseYaml } from '../../src/spec/yaml-read.ts';
import { readRun } from '../cli/read.ts';
import { type FakeKube, fakeKube } from '../fakes/fake-kube-api.ts';
import { type KubeServer, serveKube } from '../fakes/kube-server.ts';
import { testTls } from '../fakes/test-tls.ts';
import { runOn } from './run.ts';
import { adminOf, putToken, putTokens } from './token-cluster.ts';

/** Beside a real kubeadm, which talks to the same fake API server: both must store and print the same. */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const folder = mkdtempSync(join(tmpdir(), 'tsadm-token-peer-'));
const admin = join(folder, 'admin.conf');
const tls = testTls();
let kube: FakeKube;
let server: KubeServer;

const host = () => nodeHost({ env: { HOME: folder }, readYaml: parseYaml });

async function peer(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, HOME: folder, KUBECONFIG: '' };
  return (await promisify(execFile)(kubeadm!, args, { env })).stdout;
}

async function ours(line: string): Promise<string> {
  const invocation = await readRun(line);
  const around = { host: host(), signal: new AbortController().signal, reporter: { emit: () => {} } };
  const { text } = await (line.includes('create') ? runTokenCreate : runTokenDelete)(invocation, around);
  return (text ?? '').replace(/^tsadm /, 'kubeadm ');
}

/** A Secret of a token in clear, without what a server adds; times to the hour. */
function inClear(secret: KubeObject): JsonObject {
  const data = Object.entries(secret['data'] as { readonly [key: string]: string }).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64')
      .toString()
      .replace(/T(\d\d):.*/, 'T$1'),
  ]);
  return { type: secret['type'], name: secret.metadata.name, ...Object.fromEntries(data) };
}

function stored(id: string): JsonObject | undefined {
  const name = `bootstrap-token-${id}`;
  const found = kube.stored({ apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name });
  return found && inClear(found);
}

/** What a dry run of kubeadm would have created, and what it prints at its end. */
function dryRun(out: string): { readonly secrets: readonly JsonObject[]; readonly text: string } {
  const parts = out.split(/^\[dryrun\] Attached object:\n/m).slice(1);
  const secrets = parts.map((part) => inClear(parseYaml(part.slice(0, part.indexOf('\n\n'))) as KubeObject));
  const last = parts.at(-1)!;
  return { secrets, text: last.slice(last.indexOf('\n\n') + 2) };
}

describe.skipIf(kubeadm === undefined)('beside kubeadm', { timeout: 60_000 }, () => {
  beforeAll(() => mkdirSync(join(folder, '.kube')));
  beforeEach(async () => {
    kube = fakeKube();
    kube.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } });
    server = await serveKube(kube, tls);
    writeFileSync(admin, adminOf(server.url, tls));
    writeFileSync(join(folder, '.kube/config'), adminOf(server.url, tls));
    return () => server.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['text', 'json', 'yaml'])('token list -o %s', async (form) => {
    putTokens(kube, Date.now());
    const line = `token list -o ${form}`;
    const found = await runOn(line, host(), 'kubeadm');
    expect(found.error).toBeUndefined();
    const theirs = await peer(...line.split(' '));
    expect(found.out).toBe(theirs);
    expect(found.out).not.toBe('');
  });

  test('token list that begins with a token for ever, and one with many words', async () => {
    putToken(kube, 'aaaaaa');
    putToken(kube, 'bbbbbb', { description: 'many words '.repeat(8).trim(), expiration: '2030-01-01T00:00:00Z' });
    expect((await runOn('token list', host(), 'kubeadm')).out).toBe(await peer('token', 'list'));
  });

  test('token list that begins with many words', async () => {
    putToken(kube, 'aaaaaa', { description: 'many words '.repeat(8).trim() });
    putToken(kube, 'bbbbbb');
    expect((await runOn('token list', host(), 'kubeadm')).out).toBe(await peer('token', 'list'));
  });

  test('token list of no tokens', async () => {
    expect((await runOn('token list', host(), 'kubeadm')).out).toBe(await peer('token', 'list'));
  });

  test.each([
    '',
    '--ttl 0',
    '--ttl -1h',
    '--ttl 90m --description words',
    '--usages signing --usages authentication --groups system:bootstrappers:a,system:bootstrappers:b',
    '--usages authentication',
    '--print-join-command',
  ])('token create %s', async (flags) => {
    const words = ['token', 'create', 'bbbbbb.0123456789abcdef', ...flags.split(' ').filter(Boolean)];
    const theirs = dryRun(await peer(...words, '--dry-run', '--kubeconfig', admin));
    expect(await ours(`${words.join(' ')} --kubeconfig ${admin}`)).toBe(theirs.text);
    expect([stored('bbbbbb')]).toEqual(theirs.secrets);
  });

  test('token create with a file makes every token of it', async () => {
    const version = (await peer('version', '-o', 'short')).trim();
    const file = join(folder, 'tokens.yaml');
    writeFileSync(
      file,
      `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
- {token: bbbbb0.0123456789abcdef, description: first}
- {token: bbbbb1.0123456789abcdef, ttl: 1h}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${version}
`,
    );
    const theirs = dryRun(await peer('token', 'create', '--config', file, '--dry-run'));
    expect(await ours(`token create --config ${file}`)).toBe(theirs.text);
    expect(['bbbbb0', 'bbbbb1'].map(stored)).toEqual(theirs.secrets);
  });

  test.each([
    'token create aaaaaa.0123456789abcdef',
    'token create bad',
    'token create --usages nonsense',
    'token create --usages signing',
    'token create --groups nonsense',
    'token delete',
    'token delete bad',
    'token delete zzzzzz',
  ])('both refuse %s', async (line) => {
    putTokens(kube, Date.now());
    const before = JSON.stringify(kube.all());
    await expect(ours(line)).rejects.toThrow();
    expect(JSON.stringify(kube.all())).toBe(before);
    await expect(peer(...line.split(' '))).rejects.toThrow();
  });

  test('token delete, by ID and in full, several at once', async () => {
    const line = 'token delete aaaaaa bbbbbb.0123456789abcdef';
    putTokens(kube, Date.now());
    // The fake server does not speak the binary form in which kubeadm sends its requests.
    const theirs = (await peer(...line.split(' '), '--dry-run')).match(/^bootstrap token .*\n/gm)!.join('');
    expect(await ours(line)).toBe(theirs);
    expect(['aaaaaa', 'bbbbbb'].map(stored)).toEqual([undefined, undefined]);
    expect(['cccccc', 'dddddd', 'eeeeee', 'ffffff'].map(stored)).not.toContain(undefined);
  });

  test('token generate has kubeadm’s form', async () => {
    const form = /^[a-z0-9]{6}\.[a-z0-9]{16}\n$/;
    expect(await peer('token', 'generate')).toMatch(form);
    expect((await runOn('token generate', host())).out).toMatch(form);
  });

  test.each([
    '--client-name foo',
    '--client-name foo --org a,b --org c',
    '--client-name foo --validity-period 10h',
    '--client-name foo --token some-token --org a',
  ])('kubeconfig user %s', async (flags) => {
    const pki = join(folder, 'pki');
    const version = (await peer('version', '-o', 'short')).trim();
    const config = join(folder, 'k.yaml');
    writeFileSync(
      config,
      `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${version}
certificatesDir: ${pki}
clusterName: testing
controlPlaneEndpoint: lb.example
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 10.1.2.3, bindPort: 7443}
`,
    );
    await peer('init', 'phase', 'certs', 'ca', '--config', config);
    const line = `kubeconfig user ${flags} --config ${config}`;
    const told = [await peer(...line.split(' ')), (await runOn(line, host(), 'kubeadm')).out];
    const [theirs, found] = told.map((text) => {
      const user = currentUser(parseKubeconfig(text).value!)!;
      const { certificate } = (user.certificate && readCertificateFile(user.certificate).value) || {};
      const { subject, sans, usages, notBefore, notAfter } = certificate ?? {};
      const hours = notAfter === undefined ? undefined : Math.round((notAfter - Date.now()) / 3_600_000);
      const shape = text.replace(/(client-(?:certificate|key)-data: ).*/g, '$1X');
      return { shape, subject, sans, usages, notBefore, hours };
    });
    expect(found).toEqual(theirs);
  });
});
