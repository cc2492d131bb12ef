import { expect, test } from 'vitest';
import { RefusedError, UsageError } from '../../src/errors.ts';
import { currentCluster, currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import { certificateHost } from '../compose/node-in-memory.ts';
import { hour, startedAt } from '../pki/example.ts';
import { run } from './run.ts';

const config = {
  '/k.yaml': `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.3
controlPlaneEndpoint: lb.example
clusterName: testing
`,
};

test('a client certificate of the CA, valid from the beginning of the CA for the time asked', async () => {
  const host = certificateHost(config);
  const { out, err } = await run(
    'kubeconfig user --client-name foo --org a --org b --validity-period 10h --config /k.yaml',
    host,
  );
  expect(err).toBe('');
  expect(out.endsWith('\n\n')).toBe(true);
  const parsed = parseKubeconfig(out).value!;
  expect(parsed.currentContext).toBe('foo@testing');
  expect(currentCluster(parsed).value).toMatchObject({
    server: 'https://lb.example:6443',
    authority: host.files.texts()['/etc/kubernetes/pki/ca.crt'],
  });
  const { certificate } = readCertificateFile(currentUser(parsed)!.certificate!).value!;
  expect(certificate.subject).toEqual({ commonName: 'foo', organizations: ['a', 'b'] });
  expect(certificate.usages).toEqual(['client']);
  expect(certificate.notAfter).toBe(startedAt + 60_000 + 10 * hour);
  expect(certificate.notBefore).toBe(startedAt - 300_000);
  // Nothing of it is kept.
  expect(host.files.changes).toEqual([]);
});

test('with a token there is no certificate; what has no effect is said', async () => {
  const line = 'kubeconfig user --client-name foo --token some-words --org a --config /k.yaml';
  const { out, err } = await run(line, certificateHost(config));
  expect(out).toContain('token: some-words');
  expect(out).not.toContain('client-certificate-data');
  expect(err).toContain('--org has no effect');
  expect(err).not.toContain('some-words');
});

test('more than a year is doubtful', async () => {
  const line = 'kubeconfig user --client-name foo --validity-period 8761h --config /k.yaml';
  expect((await run(line, certificateHost(config))).err).toContain('8761h');
});

test('the key of the CA has to be there, with a token, too', async () => {
  const host = certificateHost(config);
  await host.files.remove('/etc/kubernetes/pki/ca.key');
  const { out, error } = await run('kubeconfig user --client-name foo --token x --config /k.yaml', host);
  expect(out).toBe('');
  expect(error).toBeInstanceOf(RefusedError);
  expect((error as RefusedError).reasons[0]).toContain('/etc/kubernetes/pki/ca.key');
});

test.each(['', '--client-name='])('a user has a name (%s)', async (flags) => {
  await expect(run(`kubeconfig user ${flags}`)).rejects.toThrow(UsageError);
});
