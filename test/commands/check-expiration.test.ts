import { expect, test } from 'vitest';
import { RefusedError } from '../../src/errors.ts';
import { certificateHost } from '../compose/node-in-memory.ts';
import { run } from './run.ts';

const config = {
  '/k.yaml': 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n',
};

test('two tables; what is missing is marked', async () => {
  const host = certificateHost(config);
  await host.files.remove('/etc/kubernetes/super-admin.conf');
  const { out, err, error } = await run('certs check-expiration --config /k.yaml', host);
  expect({ err, error }).toEqual({ err: '', error: undefined });
  const lines = out.split('\n');
  expect(lines[0]).toBe(
    'CERTIFICATE                  EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED',
  );
  expect(lines[1]).toBe(
    'admin.conf                   Nov 21, 2027 04:00 UTC   364d            ca                      no      ',
  );
  expect(lines[11]).toBe(`!MISSING! super-admin.conf${' '.repeat(68)}`);
  expect(lines[13]).toMatch(/^CERTIFICATE AUTHORITY {3}EXPIRES {18}RESIDUAL TIME {3}EXTERNALLY MANAGED$/);
  expect(lines[14]).toMatch(/^ca {22}Nov 18, 2036 04:00 UTC {3}9y {14}no {6}$/);
});

test('JSON in kubeadm’s shape', async () => {
  const host = certificateHost(config);
  await host.files.remove('/etc/kubernetes/pki/ca.key');
  await host.files.remove('/etc/kubernetes/scheduler.conf');
  const { out } = await run('certs check-expiration --config /k.yaml -o json', host);
  const { certificates, certificateAuthorities } = JSON.parse(out);
  expect(out.startsWith('{\n    "kind": "CertificateExpirationInfo",\n    "apiVersion": "output.kubeadm')).toBe(true);
  expect(certificates[1]).toEqual({
    name: 'apiserver',
    expirationDate: '2027-11-21T04:00:00Z',
    residualTime: 365 * 86_400 - 60,
    externallyManaged: true,
    caName: 'ca',
    missing: false,
  });
  expect(certificates[9]).toEqual({
    name: 'scheduler.conf',
    expirationDate: null,
    residualTime: 0,
    externallyManaged: false,
    missing: true,
  });
  expect(certificateAuthorities.map((one: { externallyManaged: boolean }) => one.externallyManaged)).toEqual([
    true,
    false,
    false,
  ]);
});

test('with the API server down the default configuration is taken, and that is said', async () => {
  const host = certificateHost();
  host.kube.down = true;
  const { out, error } = await run('certs check-expiration', host);
  expect(error).toBeUndefined();
  expect(out).toContain('[check-expiration] It cannot be read, so the default configuration is taken');
  expect(out).toContain('\n\nCERTIFICATE  ');
});

test('without a kubeconfig nobody is asked and nothing said', async () => {
  const { out } = await run('certs check-expiration --kubeconfig /none', certificateHost());
  expect(out).toMatch(/^CERTIFICATE /);
});

test('everything that stands in the way is told', async () => {
  const host = certificateHost(config);
  await host.files.remove('/etc/kubernetes/pki/ca.crt');
  await host.files.remove('/etc/kubernetes/pki/etcd/ca.key');
  await host.files.remove('/etc/kubernetes/pki/etcd/peer.crt');
  const { error } = await run('certs check-expiration --config /k.yaml', host);
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as RefusedError).reasons).toEqual([
    expect.stringContaining('ca.crt is missing'),
    expect.stringContaining('etcd/peer.crt is missing'),
  ]);
});

test('kubeadm’s templates are refused with a way out', async () => {
  await expect(run('certs check-expiration -o jsonpath={.x}', certificateHost())).rejects.toThrow('not supported yet');
});
