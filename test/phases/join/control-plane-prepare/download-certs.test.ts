import { expect, test } from 'vitest';
import { downloadCerts } from '../../../../src/phases/join/control-plane-prepare/download-certs.ts';
import { bundledFiles, encryptFile } from '../../../../src/pki/certificate-bundle.ts';
import { Secret } from '../../../../src/plan/secret.ts';
import type { JoinSpec } from '../../../../src/spec/join-spec.ts';
import { textOf, written } from '../../../pki/example.ts';
import { idsOf, planOf } from '../../phase-context.ts';
import { externalEtcd, joiningSpec } from '../joining-spec.ts';

const key = new Secret('0123456789abcdef'.repeat(4));
const secretKey = 'Secret/kube-system/kubeadm-certs';
const spec = joiningSpec({ certificateKey: key });

/** The shared files of a cluster that was just made, as the Secret has them. */
function uploaded(of: JoinSpec, changes: { readonly [name: string]: string | undefined } = {}) {
  const files = written(of);
  const data = Object.fromEntries(
    bundledFiles(of).map(({ name, path }, index) => {
      const text = path.startsWith('/etc/etcd-client')
        ? textOf(files, '/etc/kubernetes/pki/ca.crt')
        : textOf(files, path);
      return [name, encryptFile(text, key, String(index).padStart(24, '0')).toString('base64')];
    }),
  );
  const metadata = { name: 'kubeadm-certs', namespace: 'kube-system' };
  const object = { apiVersion: 'v1', kind: 'Secret', metadata, data: { ...data, ...changes } };
  return { [secretKey]: { state: 'present', object } as const };
}

test('every shared file comes out of the Secret as it went in, keys closed to others', () => {
  const plan = planOf(downloadCerts, spec, { objects: uploaded(spec) });
  expect(plan.refusals).toEqual([]);
  const written = plan.effects.map((effect) => (effect.kind === 'write' ? effect.artifact.files[0]! : undefined)!);
  expect(written.map(({ path, mode }) => `${path} ${mode.toString(8)}`)).toEqual([
    '/etc/kubernetes/pki/ca.crt 644',
    '/etc/kubernetes/pki/ca.key 600',
    '/etc/kubernetes/pki/front-proxy-ca.crt 644',
    '/etc/kubernetes/pki/front-proxy-ca.key 600',
    '/etc/kubernetes/pki/sa.pub 644',
    '/etc/kubernetes/pki/sa.key 600',
    '/etc/kubernetes/pki/etcd/ca.crt 644',
    '/etc/kubernetes/pki/etcd/ca.key 600',
  ]);
  const [, caKey] = written;
  expect(caKey?.content.kind === 'secret' && caKey.content.text.reveal()).toContain('PRIVATE KEY');
  expect(JSON.stringify(plan)).not.toContain('PRIVATE KEY');
});

test('with an external etcd its client credentials come along', () => {
  const external = joiningSpec({ certificateKey: key, cluster: { etcd: externalEtcd } });
  const ids = idsOf(planOf(downloadCerts, external, { objects: uploaded(external) }));
  expect(ids.slice(-3)).toEqual([
    'write control-plane-prepare/download-certs:external-etcd-ca.crt',
    'write control-plane-prepare/download-certs:external-etcd.crt',
    'write control-plane-prepare/download-certs:external-etcd.key',
  ]);
});

test('an empty value is a key that is kept elsewhere, a missing one is not', () => {
  const empty = planOf(downloadCerts, spec, { objects: uploaded(spec, { 'ca.key': '' }) });
  expect(empty.refusals).toEqual([]);
  expect(idsOf(empty)).not.toContain('write control-plane-prepare/download-certs:ca.key');
  const missing = planOf(downloadCerts, spec, { objects: uploaded(spec, { 'ca.key': undefined }) });
  expect(missing.refusals?.[0]).toContain('has no ca.key');
});

test('another certificate key is told as such, once a file', () => {
  const other = { ...spec, certificateKey: new Secret('f'.repeat(64)) };
  const plan = planOf(downloadCerts, other, { objects: uploaded(spec) });
  expect(plan.effects).toEqual([]);
  expect(plan.refusals).toHaveLength(8);
  expect(plan.refusals?.[0]).toContain('another certificate key');
});

test('a Secret whose two hours are over is told with the way to a new one', () => {
  const plan = planOf(downloadCerts, spec, { objects: { [secretKey]: { state: 'absent' } } });
  expect(plan.refusals?.[0]).toMatch(/two hours.*upload-certs --upload-certs/);
  const why = 'secrets "kubeadm-certs" is forbidden';
  expect(planOf(downloadCerts, spec, { objects: { [secretKey]: { state: 'unknown', why } } }).refusals?.[0]).toContain(
    why,
  );
});

test('unless an earlier try of the run has taken all of it', () => {
  const files = Object.fromEntries(bundledFiles(spec).map(({ path }) => [path, 'x']));
  const plan = planOf(downloadCerts, spec, { files, objects: { [secretKey]: { state: 'absent' } } });
  expect(plan.refusals ?? []).toEqual([]);
  expect(plan.effects).toEqual([]);
});

test('without a key nothing is looked for', () => {
  const without = joiningSpec();
  expect(downloadCerts.looks!(without)).toEqual([]);
  expect(planOf(downloadCerts, without).effects).toEqual([]);
});
