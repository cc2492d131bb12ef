import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { emptyRoot, run } from './program.ts';

test('the file can be started as it lies there', () => {
  const { stdout, status } = spawnSync(join(inject('programFolder'), 'kubeadm'), ['version', '-o', 'short'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^v1\.\d+\.\d+\n$/);
});

test.each(['tsadm', 'kubeadm'] as const)('%s shows help on standard output', async (as) => {
  for (const words of ['', '--help', 'help', 'init --help', 'init phase certs ca --help']) {
    const { code, out, err } = await run(words, { as });
    expect({ words, code, err }).toEqual({ words, code: 0, err: '' });
    expect(out).toContain(`\nUsage:\n  ${as} `);
  }
});

test.each([
  ['inti', 'error: unknown command "inti" for "kubeadm"\n'],
  ['init --bogus', 'error: unknown flag: --bogus\n'],
  ['init --config', 'error: flag needs an argument: --config\n'],
  ['init --config x --token y', 'error: --config cannot be mixed with the flags [token]\n'],
  ['init --rootfs /nowhere/at/all', 'error: --rootfs /nowhere/at/all: there is no such folder\n'],
  ['init --config /nowhere/at/all.yaml', 'error: /nowhere/at/all.yaml cannot be read\n'],
])('%s is a usage error', async (words, text) => {
  const { code, out, err } = await run(words, { as: 'kubeadm' });
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain(text);
});

test('a missing sub-command shows help and is a usage error', async () => {
  const { code, out, err } = await run('init phase certs');
  expect({ code, err }).toEqual({ code: 3, err: 'error: subcommand is required\n' });
  expect(out).toContain('Available Commands:');
});

test('kubeadm stands in for the version of the installed kubelet', async () => {
  const folder = emptyRoot();
  writeFileSync(join(folder, 'kubelet'), '#!/bin/sh\necho Kubernetes v1.36.1\n', { mode: 0o755 });
  const env = { PATH: `${folder}:${process.env['PATH']}` };
  expect((await run('version -o short', { as: 'kubeadm', env })).out).toBe('v1.36.1\n');
  expect((await run('version -o short', { env })).out).toBe(`v${ownVersion()}\n`);
});

test('a closed pipe stops nothing', async () => {
  const root = emptyRoot();
  const { code } = await run(`init phase certs all --rootfs ${root} ${offline}`, {
    whileRunning: (child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  });
  expect(code).toBe(0);
  expect(statSync(join(root, 'etc/kubernetes/pki/sa.pub')).isFile()).toBe(true);
});

const offline = '--kubernetes-version v1.36.3 --apiserver-advertise-address 10.0.0.5';

test('phases run below another root, twice', async () => {
  const root = emptyRoot();
  const first = await run(`init phase certs ca --rootfs ${root} --kubernetes-version v1.36.3`);
  expect(first).toEqual({ code: 0, out: '[certs] ca certificate and key: created\n', err: '' });
  const key = readFileSync(join(root, 'etc/kubernetes/pki/ca.key'), 'utf8');
  expect(statSync(join(root, 'etc/kubernetes/pki/ca.key')).mode & 0o777).toBe(0o600);

  const second = await run(`init phase certs ca --rootfs ${root} --kubernetes-version v1.36.3`);
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/^\[certs\] ca certificate and key: kept /);
  expect(readFileSync(join(root, 'etc/kubernetes/pki/ca.key'), 'utf8')).toBe(key);
});

test('-o json and --events', async () => {
  const root = emptyRoot();
  const events = join(root, 'events.ndjson');
  const { code, out } = await run(
    `init phase certs ca --rootfs ${root} --kubernetes-version v1.36.3 -o json --events ${events}`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ schema: 1, command: 'init phase certs/ca', outcome: 'succeeded' });
  const kinds = readFileSync(events, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).kind);
  expect(kinds).toEqual([
    'run-started',
    'inputs-resolved',
    'phase-started',
    'effect-started',
    'effect',
    'phase-ended',
    'run-ended',
  ]);
});

test('a dry run shows the manifest and writes nothing', async () => {
  const root = emptyRoot();
  const { code, out, err } = await run(`init phase etcd local --rootfs ${root} --dry-run --config ${config(root)}`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^\[dryrun\] Nothing is changed\./);
  expect(out).toContain('+    image: registry.k8s.io/etcd:3.6.8-0');
  expect(() => statSync(join(root, 'etc/kubernetes/manifests'))).toThrow('ENOENT');
});

test('a failing preflight check is told where kubeadm tells it', async () => {
  const root = emptyRoot();
  mkdirSync(join(root, 'etc/kubernetes/manifests'), { recursive: true });
  writeFileSync(join(root, 'etc/kubernetes/manifests/etcd.yaml'), '');
  // Not root is told alone, before anything else is looked at; here the rest is of interest, whoever runs the tests.
  const ignored = '--ignore-preflight-errors=IsPrivilegedUser';
  const { code, out, err } = await run(`init --rootfs ${root} --config ${config(root)} ${ignored}`);
  expect({ code, out }).toEqual({
    code: 2,
    out: '[init] Using Kubernetes version: v1.36.3\n[preflight] Running pre-flight checks\n',
  });
  expect(err).toContain('\t[ERROR FileAvailable--etc-kubernetes-manifests-etcd.yaml]: ');
  expect(err).toMatch(/\nerror: error execution phase preflight: preflight checks failed\n$/);
});

function config(root: string): string {
  writeFileSync(
    join(root, 'kubeadm.yaml'),
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint:
  advertiseAddress: 10.0.0.5
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
`,
  );
  return '/kubeadm.yaml';
}

function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
