import { expect, test } from 'vitest';
import { askingCluster } from '../../../src/observe/preflight/asking-cluster.ts';
import { checkContext } from '../../../src/observe/preflight/check-context.ts';
import { corednsMigration, corednsUnsupportedPlugins } from '../../../src/observe/preflight/coredns-migration.ts';
import type { KubeObject } from '../../../src/plan/json.ts';
import { memoryHost } from '../../fakes/memory-host.ts';
import { installedCoreDns } from './installed-core-dns.ts';
import { upgradingSpec } from './upgrading-spec.ts';

/** Messages of both checks, by name. */
async function found(objects: readonly KubeObject[]) {
  const host = memoryHost({ files: { '/etc/kubernetes/admin.conf': 'x' } });
  for (const object of objects) host.kube.put(object);
  const spec = upgradingSpec();
  const checks = [corednsUnsupportedPlugins(spec), corednsMigration(spec)].map(askingCluster);
  const findings = await Promise.all(checks.map((check) => check.look(checkContext(spec, host))));
  return Object.fromEntries(findings.flat().map(({ name, severity, message }) => [name, `${severity}: ${message}`]));
}

test('content with a Corefile that every release on the way knows', async () => {
  expect(await found(installedCoreDns('v1.13.1'))).toEqual({});
});

test('content with what runs already, whatever is in its Corefile', async () => {
  expect(await found(installedCoreDns('v1.14.2', '.:53 {\n    template IN A x\n}\n'))).toEqual({});
});

test('names plugins and options that no migration knows', async () => {
  const corefile = '.:53 {\n    errors\n    template IN A x\n    cache 30 {\n        own 5\n    }\n}\n';
  expect(await found(installedCoreDns('v1.13.1', corefile))).toEqual({
    CoreDNSUnsupportedPlugins: expect.stringMatching(/^error: .*: template, cache\.own$/),
  });
});

test.each([
  ['a custom tag', installedCoreDns('v1.11.3-own'), /1\.11\.3-own/],
  ['a newer one', installedCoreDns('v1.14.6'), /1\.14\.6 cannot be migrated to 1\.14\.2/],
  ['no Deployment', installedCoreDns('x').slice(0, 1), /not known which release/],
  ['no ConfigMap', installedCoreDns('v1.13.1').slice(1), /not known which release/],
  ['nothing', [], /not known which release/],
])('refuses %s, as kubeadm does', async (_, objects, words) => {
  expect(await found(objects)).toEqual({
    CoreDNSUnsupportedPlugins: expect.stringMatching(words),
    CoreDNSMigration: expect.stringMatching(words),
  });
});

test('refuses several Deployments and a ConfigMap without a Corefile', async () => {
  const [map, deployment] = installedCoreDns('v1.13.1') as [KubeObject, KubeObject];
  const other = { ...deployment, metadata: { ...deployment.metadata, name: 'other' } };
  expect(await found([map, deployment, other])).toMatchObject({
    CoreDNSMigration: expect.stringContaining('coredns, other'),
  });
  expect(await found([{ ...map, data: {} }, deployment])).toMatchObject({
    CoreDNSMigration: expect.stringContaining('has no Corefile'),
  });
});

test('a Corefile that cannot be migrated is refused', async () => {
  const corefile = '.:53 {\n    kubernetes {\n        transfer to *\n    }\n}\n';
  expect(await found(installedCoreDns('1.7.0', corefile))).toMatchObject({
    CoreDNSMigration: expect.stringContaining('kubernetes names no zone'),
  });
});
