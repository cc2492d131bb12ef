import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCertsRenew } from '../../src/compose/run-certs-renew.ts';
import type { Host } from '../../src/host/host.ts';
import { nodeHost } from '../../src/host/node-host.ts';
import { currentCluster, currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { parseYaml } from '../../src/spec/yaml-read.ts';
import { readRun } from '../cli/read.ts';
import { runOn } from './run.ts';

/** Beside a real kubeadm, below a root folder: what we renew and tell must be what it renews and tells. */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const folder = mkdtempSync(join(tmpdir(), 'tsadm-certs-peer-'));
const root = join(folder, 'root');
const made = join(folder, 'made');
afterAll(() => rmSync(folder, { recursive: true }));

function peer(...args: readonly string[]): string {
  return execFileSync(kubeadm!, ['--rootfs', root, ...args], { stdio: 'pipe', encoding: 'utf8' });
}

function host(): Host {
  return nodeHost({ env: {}, readYaml: parseYaml, root });
}

const files = {
  'admin.conf': ['admin.conf'],
  apiserver: ['pki/apiserver.key', 'pki/apiserver.crt'],
  'apiserver-etcd-client': ['pki/apiserver-etcd-client.key', 'pki/apiserver-etcd-client.crt'],
  'etcd-server': ['pki/etcd/server.key', 'pki/etcd/server.crt'],
} as const;

const inRoot = (path: string): string => join(root, 'etc/kubernetes', path);

/** Everything about a renewed file that is not random: mode, and what its certificate says. */
function factsOf(path: string) {
  const text = readFileSync(inRoot(path), 'utf8');
  const mode = statSync(inRoot(path)).mode & 0o777;
  if (path.endsWith('.key')) return { mode, kind: /BEGIN (.*)-----/.exec(text)?.[1] };
  const config = path.endsWith('.conf') ? parseKubeconfig(text).value! : undefined;
  const pem = config === undefined ? text : currentUser(config)!.certificate!;
  const { subject, issuer, sans, usages, keyUsage, isAuthority, notBefore, notAfter } =
    readCertificateFile(pem).value!.certificate;
  const cluster = config && currentCluster(config).value;
  // Both take the time of their start; seconds apart.
  const days = Math.round((notAfter - notBefore) / 86_400_000);
  return { mode, subject, issuer, sans, usages, keyUsage, isAuthority, days, cluster };
}

describe.skipIf(kubeadm === undefined)('beside kubeadm', { timeout: 60_000 }, () => {
  beforeAll(() => {
    mkdirSync(join(root, 'etc/kubernetes'), { recursive: true });
    mkdirSync(join(root, 'tmp'));
    const version = execFileSync(kubeadm!, ['version', '-o', 'short'], { encoding: 'utf8' }).trim();
    writeFileSync(
      join(root, 'k.yaml'),
      `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${version}
certificateValidityPeriod: 2400h
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration: {name: n1, criSocket: "unix:///x"}
localAPIEndpoint: {advertiseAddress: 10.1.2.3}
`,
    );
    peer('init', 'phase', 'certs', 'all', '--config', '/k.yaml');
    peer('init', 'phase', 'kubeconfig', 'all', '--config', '/k.yaml');
    chmodSync(inRoot('pki/apiserver.key'), 0o640);
    cpSync(root, made, { recursive: true });
  });

  const afresh = (...removed: readonly string[]): void => {
    rmSync(root, { recursive: true });
    cpSync(made, root, { recursive: true });
    for (const path of removed) rmSync(inRoot(path));
  };

  /** Seconds that are left pass while two programs run. */
  const still = (text: string): string => text.replace(/(residualTime"?: )\d+/g, '$1N');

  test.each([
    ['text', []],
    ['json', []],
    ['yaml', []],
    ['text', ['super-admin.conf', 'pki/etcd/peer.crt']],
    ['json', ['super-admin.conf', 'pki/etcd/peer.crt']],
    ['text', ['pki/ca.key', 'pki/etcd/ca.key']],
    ['yaml', ['pki/ca.key', 'pki/etcd/ca.key']],
  ])('check-expiration -o %s without %j', async (form, removed) => {
    afresh(...removed);
    const line = `certs check-expiration --config /k.yaml -o ${form}`;
    expect(still((await runOn(line, host(), 'kubeadm')).out)).toBe(still(peer(...line.split(' '))));
  });

  test.each([[['pki/ca.crt']], [['pki/ca.key', 'pki/apiserver.crt']], [['pki/etcd/ca.key', 'pki/etcd/peer.key']]])(
    'both refuse to tell without %j',
    async (removed) => {
      afresh(...removed);
      const line = 'certs check-expiration --config /k.yaml';
      expect((await runOn(line, host(), 'kubeadm')).error).toBeDefined();
      expect(() => peer(...line.split(' '))).toThrow();
    },
  );

  async function ours(line: string): Promise<void> {
    const reporter = { emit: () => {} };
    await runCertsRenew(await readRun(line), { host: host(), reporter, signal: new AbortController().signal });
  }

  test.each(Object.entries(files))('renew %s', async (name, paths) => {
    const line = `certs renew ${name} --config /k.yaml`;
    afresh();
    const before = paths.map((path) => readFileSync(inRoot(path), 'utf8'));
    peer(...line.split(' '));
    const theirs = paths.map(factsOf);
    afresh();
    await ours(line);
    expect(paths.map(factsOf)).toEqual(theirs);
    for (const [index, path] of paths.entries()) expect(readFileSync(inRoot(path), 'utf8')).not.toBe(before[index]);
  });

  test('renew all, one CA external: the same files change, and kubeadm takes them', async () => {
    const line = 'certs renew all --config /k.yaml';
    const changed = (): string =>
      spawnSync('diff', ['-rq', join(made, 'etc'), join(root, 'etc')], { encoding: 'utf8' }).stdout;
    afresh('pki/front-proxy-ca.key', 'scheduler.conf');
    peer(...line.split(' '));
    const theirs = changed();
    afresh('pki/front-proxy-ca.key', 'scheduler.conf');
    await ours(line);
    expect(changed()).toBe(theirs);
    expect(peer('certs', 'check-expiration', '--config', '/k.yaml')).toContain('!MISSING! scheduler.conf');
    peer('init', 'phase', 'certs', 'apiserver', '--config', '/k.yaml');
  });
});
