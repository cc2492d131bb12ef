import { expect, test } from 'vitest';
import { certs } from '../../../../src/phases/join/control-plane-prepare/certs.ts';
import { kubeconfig } from '../../../../src/phases/join/control-plane-prepare/kubeconfig.ts';
import { readCertificateFile } from '../../../../src/pki/read.ts';
import { mintAll, textOf, written } from '../../../pki/example.ts';
import { contextOf, idsOf, planOf } from '../../phase-context.ts';
import { externalEtcd, joiningSpec } from '../joining-spec.ts';

const spec = joiningSpec();
const pki = '/etc/kubernetes/pki';
const shared = ['ca', 'front-proxy-ca', 'etcd/ca'].flatMap((name) => [`${pki}/${name}.crt`, `${pki}/${name}.key`]);
const service = [`${pki}/sa.key`, `${pki}/sa.pub`];

/** The shared files as the cluster's first node made them. */
function files(but: readonly string[] = []): { readonly [path: string]: string } {
  const all = written(spec);
  const paths = [...shared, ...service].filter((path) => !but.includes(path));
  return Object.fromEntries(paths.map((path) => [path, textOf(all, path)]));
}

test('the leaves of this node are made, and no CA', () => {
  const seen = { files: files() };
  const mints = certs.mints!(contextOf(certs, spec, seen));
  const plan = planOf(certs, spec, { ...seen, secrets: mintAll(mints) });
  expect(plan.refusals).toEqual([]);
  expect(idsOf(plan)).toEqual(
    [
      'apiserver',
      'apiserver-kubelet-client',
      'front-proxy-client',
      'etcd-server',
      'etcd-peer',
      'etcd-healthcheck-client',
      'apiserver-etcd-client',
    ].map((name) => `write control-plane-prepare/certs:${name}:write`),
  );
  const [effect] = plan.effects;
  const content = effect?.kind === 'write' ? effect.artifact.files[1]!.content : undefined;
  const { value } = readCertificateFile(content?.kind === 'text' ? content.text : '');
  expect(value?.certificate.sans.dns).toEqual(expect.arrayContaining(['cp2', 'lb', 'kubernetes']));
  expect(value?.certificate.sans.ips).toContain('10.0.0.11');
});

test('keys are minted before the CAs have been downloaded', () => {
  expect(certs.mints!(contextOf(certs, spec))).toHaveLength(7);
  expect(kubeconfig.mints!(contextOf(kubeconfig, spec))).toHaveLength(3);
});

test('all shared files that are missing are named, with both ways to get them', () => {
  const plan = planOf(certs, spec, { files: files([`${pki}/etcd/ca.crt`, `${pki}/sa.pub`]) });
  expect(plan.effects).toEqual([]);
  expect(plan.refusals).toHaveLength(1);
  expect(plan.refusals?.[0]).toMatch(/etcd\/ca\.crt, .*sa\.pub.*--certificate-key.*copy/);
});

test('a CA whose key is kept elsewhere needs the leaves to be here', () => {
  const plan = planOf(certs, spec, { files: files([`${pki}/ca.key`]) });
  expect(plan.refusals?.[0]).toContain('kept elsewhere');
});

test('etcd’s certificates are not made for an external etcd', () => {
  const external = joiningSpec({ cluster: { etcd: externalEtcd } });
  const seen = { files: files() };
  const secrets = mintAll(certs.mints!(contextOf(certs, external, seen)));
  expect(idsOf(planOf(certs, external, { ...seen, secrets })).join()).not.toContain('etcd');
});

test('kubeconfigs: the administrator by the endpoint of all, the components by this node; none for the kubelet', () => {
  const seen = { files: files() };
  const secrets = mintAll(kubeconfig.mints!(contextOf(kubeconfig, spec, seen)));
  const plan = planOf(kubeconfig, spec, { ...seen, secrets });
  const servers = plan.effects.map((effect) => {
    const file = effect.kind === 'write' ? effect.artifact.files[0] : undefined;
    const text = file?.content.kind === 'secret' ? file.content.text.reveal() : '';
    return `${file?.path} ${/server: (.*)/.exec(text)?.[1]}`;
  });
  expect(servers).toEqual([
    '/etc/kubernetes/admin.conf https://lb:6443',
    '/etc/kubernetes/controller-manager.conf https://10.0.0.11:6443',
    '/etc/kubernetes/scheduler.conf https://10.0.0.11:6443',
  ]);
});
