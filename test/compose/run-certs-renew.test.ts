import { beforeEach, expect, test } from 'vitest';
import { renewableNames } from '../../src/cli/certs-commands.ts';
import { runCertsRenew } from '../../src/compose/run-certs-renew.ts';
import { RefusedError } from '../../src/errors.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { readRun } from '../cli/read.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { certificateFiles, certificateHost, notes, surroundings } from './node-in-memory.ts';

let host: MemoryHost;
beforeEach(() => {
  host = certificateHost();
  host.kube.down = true;
});

async function renew(line: string) {
  const around = surroundings(host);
  return { ...(await runCertsRenew(await readRun(`certs renew ${line}`), around)), told: notes(around.events) };
}

const changed = (): readonly string[] =>
  Object.entries(certificateFiles())
    .filter(([path, text]) => host.files.texts()[path] !== text)
    .map(([path]) => path);

test('one renews one, with the API server down; the default configuration is taken and said', async () => {
  const { result, told } = await renew('apiserver');
  expect(changed().toSorted()).toEqual(['/etc/kubernetes/pki/apiserver.crt', '/etc/kubernetes/pki/apiserver.key']);
  expect(result).toMatchObject({ renewed: [{ name: 'apiserver' }] });
  expect(told.join('\n')).toContain('default configuration is taken');
});

test('all renews all, says what to do then, and leaves no old or new key in the state folder', async () => {
  const old = certificateFiles();
  const { result, told } = await renew('all');
  const { renewed } = result as { readonly renewed: readonly { readonly name: string }[] };
  expect(renewed.map(({ name }) => name)).toEqual(renewableNames);
  // The keys come out of a small committed set, so that one may come again.
  expect(changed().filter((path) => !path.endsWith('.key'))).toHaveLength(11);
  expect(told.at(-1)).toContain('kube-apiserver, kube-controller-manager, kube-scheduler and etcd');
  const state = Object.entries(host.files.texts()).filter(([path]) => path.startsWith('/var/lib/tsadm'));
  for (const [, text] of state) expect(text).not.toMatch(/PRIVATE KEY|client-key-data/);
  const { certificate } = readCertificateFile(host.files.texts()['/etc/kubernetes/pki/etcd/peer.crt']!).value!;
  expect(certificate.sans.ips).toEqual(
    readCertificateFile(old['/etc/kubernetes/pki/etcd/peer.crt']!).value!.certificate.sans.ips,
  );
});

test('a run that was killed between key and certificate is continued with the same key', async () => {
  host.files.failAt('/etc/kubernetes/pki/apiserver.crt', 'EIO', { on: 'rename', times: 1 });
  await expect(renew('apiserver')).rejects.toThrow('EIO');
  const key = host.files.texts()['/etc/kubernetes/pki/apiserver.key'];
  await renew('apiserver');
  expect(host.files.texts()['/etc/kubernetes/pki/apiserver.key']).toBe(key);
  expect(changed()).toHaveLength(2);
});

test('nothing is renewed when anything stands in the way, and all of it is told', async () => {
  await host.files.remove('/etc/kubernetes/pki/ca.crt');
  await host.files.write('/etc/kubernetes/pki/etcd/ca.key', 'x', { mode: 0o600, directoryMode: 0o755 });
  const error = await renew('all').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RefusedError);
  const { reasons } = error as RefusedError;
  expect(reasons.some((reason) => reason.includes('ca.crt is missing'))).toBe(true);
  expect(reasons.some((reason) => reason.includes('etcd/ca.key is no use'))).toBe(true);
  expect(changed().toSorted()).toEqual(['/etc/kubernetes/pki/ca.crt', '/etc/kubernetes/pki/etcd/ca.key']);
});

test('a dry run changes nothing and has no secret in its plan', async () => {
  const { outcome, planned } = await renew('all --dry-run');
  expect(outcome).toBe('planned');
  expect(changed()).toEqual([]);
  expect(JSON.stringify(planned)).not.toContain('PRIVATE');
});

test('--cert-dir beats the stored configuration; an etcd certificate of an external etcd is missing', async () => {
  const { told } = await renew('front-proxy-client --cert-dir /elsewhere');
  expect(told).toContainEqual(expect.stringMatching(/^MISSING! /));
  await host.files.write(
    '/k.yaml',
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\netcd: { external: { endpoints: [https://e:2379], caFile: /a, certFile: /b, keyFile: /c } }\n',
    { mode: 0o600, directoryMode: 0o755 },
  );
  const external = await renew('etcd-peer --config /k.yaml');
  expect(external.told[0]).toMatch(/^MISSING! /);
  expect(changed()).toEqual([]);
});
