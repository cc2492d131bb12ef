import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

/**
 * The built program, killed with SIGKILL before and after every effect of the phases that need no cluster, on a folder
 * as root file system. Keys are ECDSA because they are made quickly. A process or two for every case take a minute, so by
 * default one effect of each kind is tried (test/workflows/init.test.ts tries all of them in memory);
 * TSADM_TEST_EVERY_KILL=1 tries all here too, as CI does.
 */

const program = join(inject('programFolder'), 'tsadm');
const offline = ['certs', 'kubeconfig', 'etcd', 'control-plane'];
const live = [
  'preflight',
  'kubelet-start',
  'wait-control-plane',
  'upload-config',
  'upload-certs',
  'mark-control-plane',
];
const skipped = [...live, 'bootstrap-token', 'kubelet-finalize', 'addon', 'show-join-command'];
const config = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
encryptionAlgorithm: ECDSA-P256
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration: {name: cp1}
localAPIEndpoint: {advertiseAddress: 10.0.0.10}
`;

const roots: string[] = [];
function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'tsadm-kill-'));
  roots.push(root);
  writeFileSync(join(root, 'kubeadm.yaml'), config);
  return root;
}

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly output: string;
}

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { env }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode, signal: child.signalCode, output: `${stdout}${stderr}` }),
    );
  });
}

function init(root: string, kill = ''): Promise<Ended> {
  const phases = `--skip-phases=${skipped.join(',')}`;
  const args = ['init', '--rootfs', root, '--config', '/kubeadm.yaml', phases, '--events', '-'];
  // State lies below the folder for root and for anybody else.
  const env = { PATH: process.env['PATH'], HOME: '/home', TSADM_TEST_KILL: kill };
  return run(process.execPath, [program, ...args], env);
}

/** Paths below /etc and /var/lib/etcd with their modes: contents hold random keys. */
function listing(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:etc|var\/lib\/etcd)(?:\/|$)/.test(path))
    .map((path) => `${path} ${(statSync(join(root, path)).mode & 0o7777).toString(8)}`)
    .sort();
}

async function verify(root: string, ca: string, certificates: readonly string[]): Promise<void> {
  const pki = join(root, 'etc/kubernetes/pki');
  const files = certificates.map((name) => join(pki, `${name}.crt`));
  const words = ['verify', '-CAfile', join(pki, `${ca}.crt`), ...files];
  expect(await run('openssl', words, process.env)).toMatchObject({ status: 0 });
}

const clean = newRoot();
const first = await init(clean);
const effects = first.output
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as { kind: string; effect?: { id: string } | string })
  .filter(({ kind }) => kind === 'effect')
  .map(({ effect }) => (typeof effect === 'string' ? effect : effect!.id));

const kinds = ['certs/etcd-peer:', 'kubeconfig/admin:', 'etcd/local:'];
const tried = process.env['TSADM_TEST_EVERY_KILL']
  ? effects
  : effects.filter((id) => kinds.some((kind) => id.startsWith(kind)));

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

describe('the built program on a folder', () => {
  beforeAll(() => expect(first).toMatchObject({ status: 0 }));

  it('does every offline phase', () => {
    expect(effects.length).toBeGreaterThanOrEqual(20);
    expect(new Set(effects.map((id) => id.split(/[/:]/)[0]))).toEqual(new Set(offline));
  });

  it('changes nothing the second time', async () => {
    const before = listing(clean);
    expect(await init(clean)).toMatchObject({ status: 0 });
    expect(listing(clean)).toEqual(before);
  });

  for (const moment of ['before', 'after']) {
    it.each(tried)(`ends as a clean run after SIGKILL ${moment} %s`, async (id) => {
      const root = newRoot();
      expect(await init(root, `${moment}:${id}`)).toMatchObject({ signal: 'SIGKILL' });
      expect(await init(root)).toMatchObject({ status: 0 });
      expect(listing(root)).toEqual(listing(clean));
      await verify(root, 'ca', ['apiserver', 'apiserver-kubelet-client']);
      await verify(root, 'front-proxy-ca', ['front-proxy-client']);
      await verify(root, 'etcd/ca', ['etcd/server', 'etcd/peer', 'etcd/healthcheck-client', 'apiserver-etcd-client']);
    });
  }
});
