import { describe, expect, test } from 'vitest';
import { certificateNamed, certificates } from '../../src/pki/cert-list.ts';
import { certificateLooks, certificateMints, planCertificate } from '../../src/pki/plan-certificate.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import type { KeyAlgorithm } from '../../src/plan/phase.ts';
import {
  allLooks,
  allMints,
  exampleSpec,
  factsOf,
  hour,
  mintAll,
  nothingMinted,
  planAll,
  present,
  startedAt,
  textOf,
  written,
} from './example.ts';
import { opensslVerify } from './openssl.ts';

const external = { endpoints: ['https://10.0.0.1:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' };
const at = ['-attime', String(startedAt / 1000)];

describe('a whole run on an empty machine', () => {
  const spec = exampleSpec();
  const run = planAll(spec);

  test('refuses nothing and gives pairs: key 0600 first, certificate 0644, folders 0755', () => {
    expect(run.refusals).toEqual([]);
    for (const record of certificates) {
      const { artifact } = run.planned.get(record.name)!;
      expect(artifact).toMatchObject({
        what: `${record.baseName} certificate and key`,
        sameWhen: record.ca === undefined ? 'certificate-authority' : 'certificate',
        directoryMode: 0o755,
      });
      expect(artifact!.files.map(({ path, mode, content }) => [path, mode, content.kind])).toEqual([
        [`/pki/${record.baseName}.key`, 0o600, 'secret'],
        [`/pki/${record.baseName}.crt`, 0o644, 'text'],
      ]);
    }
  });

  test.each(certificates.map((record) => [record.name, record] as const))('%s is good below its CA', (_, record) => {
    const own = textOf(run.files, `/pki/${record.baseName}.crt`);
    const ca = textOf(run.files, `/pki/${certificateNamed(record.ca ?? 'ca').baseName}.crt`);
    expect(opensslVerify(own, record.ca === undefined ? own : ca, at)).toBe('');
    const { certificate } = readCertificateFile(own).value!;
    expect(certificate.notBefore).toBe(startedAt - 5 * 60_000);
    expect(certificate.notAfter).toBe(startedAt + (record.ca === undefined ? 87600 : 8760) * hour);
    expect(certificate.usages).toEqual(record.usages);
    expect(certificate.sans).toEqual(record.sans(spec));
    if (record.ca !== undefined) expect(run.planned.get(record.name)!.artifact!.authority).toBe(ca);
  });

  test('says what the serving certificates name', () => {
    expect(run.planned.get('etcd-peer')!.notes).toEqual([
      {
        level: 'info',
        text: 'etcd/peer serving certificate is for DNS names [localhost node1] and IPs [10.1.2.3 127.0.0.1 ::1]',
      },
    ]);
    expect(run.planned.get('front-proxy-client')!.notes).toEqual([]);
  });
});

test.each<KeyAlgorithm>(['ECDSA-P256', 'ECDSA-P384', 'RSA-3072', 'RSA-4096'])(
  'encryptionAlgorithm %s and validity periods are used',
  (encryptionAlgorithm) => {
    const spec = exampleSpec({
      encryptionAlgorithm,
      certificateValidityPeriod: 24 * hour,
      caCertificateValidityPeriod: 48 * hour,
    });
    const { files } = planAll(spec);
    const [leaf, ca] = ['/pki/apiserver.crt', '/pki/ca.crt'].map((path) => textOf(files, path));
    expect(opensslVerify(leaf!, ca!, at)).toBe('');
    expect(readCertificateFile(leaf!).value!.certificate.notAfter).toBe(startedAt + 24 * hour);
    expect(readCertificateFile(ca!).value!.certificate.notAfter).toBe(startedAt + 48 * hour);
    expect(textOf(files, '/pki/apiserver.key')).toContain(
      encryptionAlgorithm.startsWith('RSA') ? 'RSA PRIVATE KEY' : 'EC PRIVATE KEY',
    );
  },
);

test('IPv6 names are signed', () => {
  const spec = exampleSpec(
    { networking: { serviceSubnet: 'fd00:10::/112' }, apiServer: { certSANs: ['2001:db8::1', 'api.example.com'] } },
    { localAPIEndpoint: { advertiseAddress: 'fd00::3' } },
  );
  const { files } = planAll(spec);
  const [leaf, ca] = ['/pki/apiserver.crt', '/pki/ca.crt'].map((path) => textOf(files, path));
  for (const address of ['fd00:10::1', 'fd00::3', '2001:db8::1']) {
    expect(opensslVerify(leaf!, ca!, [...at, '-verify_ip', address])).toBe('');
  }
  expect(opensslVerify(leaf!, ca!, [...at, '-verify_hostname', 'api.example.com'])).toBe('');
  expect(opensslVerify(leaf!, ca!, [...at, '-verify_hostname', 'other.example.com'])).toContain('hostname mismatch');
});

describe('a leaf planned before its CA is written', () => {
  test.each<KeyAlgorithm>(['RSA-2048', 'ECDSA-P256'])('is signed by the CA that was minted (%s)', (algorithm) => {
    const spec = exampleSpec({ encryptionAlgorithm: algorithm });
    const facts = factsOf(allLooks(spec));
    const secrets = mintAll(allMints(spec, facts));
    const { artifact } = planCertificate(certificateNamed('apiserver'), { spec, facts, secrets });
    const content = artifact!.files[1]!.content;
    expect(opensslVerify(content.kind === 'text' ? content.text : '', artifact!.authority!, at)).toBe('');
  });

  test('is refused when nobody makes a CA', () => {
    const spec = exampleSpec();
    const record = certificateNamed('apiserver');
    const facts = factsOf(certificateLooks(record, spec));
    const secrets = mintAll(certificateMints(record, { spec, facts }));
    expect(planCertificate(record, { spec, facts, secrets })).toEqual({
      refusal: 'apiserver certificate cannot be signed: there is no ca certificate at /pki/ca.crt',
    });
  });
});

describe('a dry run', () => {
  test('describes what it has not minted', () => {
    const { planned, refusals } = planAll(exampleSpec(), new Map(), nothingMinted);
    expect(refusals).toEqual([]);
    expect(planned.get('apiserver')!.artifact!.files.map(({ content }) => content)).toEqual([
      { kind: 'described', as: 'private key, RSA-2048', secret: true },
      {
        kind: 'described',
        as: 'certificate CN=kube-apiserver, signed by CN=kubernetes, for server use, valid from 2026-11-21T03:55:00Z until 2027-11-21T04:00:00Z, naming DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, DNS:kubernetes.default.svc.cluster.local, DNS:node1, IP:10.96.0.1, IP:10.1.2.3',
        secret: false,
      },
    ]);
    expect(planned.get('ca')!.artifact!.files[1]!.content).toEqual({
      kind: 'described',
      as: 'CA certificate CN=kubernetes, signed by itself, valid from 2026-11-21T03:55:00Z until 2036-11-18T04:00:00Z',
      secret: false,
    });
  });

  test('refuses a leaf that a new CA would leave behind', () => {
    const spec = exampleSpec();
    const left = new Map([['/pki/apiserver.crt', written(spec).get('/pki/apiserver.crt')!]]);
    expect(planAll(spec, left, nothingMinted).refusals).toEqual([
      '/pki/apiserver.crt is there already, but not signed by the new CA that this run would make',
    ]);
  });
});

describe('on a machine that has everything', () => {
  const spec = exampleSpec();
  const files = written(spec);

  test('nothing is minted and what is there is judged against its CA', () => {
    expect(allMints(spec, factsOf(allLooks(spec), files))).toEqual([]);
    const { planned, refusals } = planAll(spec, files);
    expect(refusals).toEqual([]);
    const { artifact } = planned.get('etcd-server')!;
    expect(artifact!.files.map(({ content }) => content.kind)).toEqual(['described', 'described']);
    expect(artifact!.authority).toBe(textOf(files, '/pki/etcd/ca.crt'));
    expect(planned.get('etcd-ca')!.artifact!.authority).toBeUndefined();
  });

  test('a serving certificate that lacks a configured name is kept with a warning', () => {
    const { planned } = planAll(exampleSpec({ apiServer: { certSANs: ['new.example.com', '10.7.7.7'] } }), files);
    expect(planned.get('apiserver')!.notes).toEqual([
      {
        level: 'warning',
        text: '/pki/apiserver.crt is kept but does not name new.example.com, 10.7.7.7; remove it and its key to have a new one made',
      },
    ]);
    expect(planned.get('etcd-server')!.notes).toEqual([]);
  });

  test('a missing leaf is made with the CA on disk', () => {
    const some = new Map([...files].filter(([path]) => !path.startsWith('/pki/front-proxy-client')));
    const facts = factsOf(allLooks(spec), some);
    expect(allMints(spec, facts).map(({ name }) => name)).toEqual(['pki/front-proxy-client']);
    const run = planAll(spec, some);
    const ca = textOf(files, '/pki/front-proxy-ca.crt');
    expect(opensslVerify(textOf(run.files, '/pki/front-proxy-client.crt'), ca, at)).toBe('');
  });
});

describe('a missing leaf cannot be made', () => {
  const spec = exampleSpec();
  const files = written(spec);

  test.each([
    ['the CA key is kept elsewhere', '/pki/etcd/ca.key', undefined, 'external CA'],
    ['the CA key is junk', '/pki/etcd/ca.key', present('junk'), 'holds no unencrypted'],
    ['the CA key is another', '/pki/etcd/ca.key', files.get('/pki/sa.key')!, 'does not belong to'],
    ['the CA is junk', '/pki/etcd/ca.crt', present('junk'), 'holds no certificate'],
  ])('when %s', (_, path, fact, reason) => {
    const some = new Map<string, FileFact>([...files].filter(([name]) => !name.startsWith('/pki/etcd/server')));
    if (fact === undefined) some.delete(path);
    else some.set(path, fact);
    const { refusals, planned } = planAll(spec, some);
    expect(planned.get('etcd-server')!.refusal).toContain(reason);
    expect(refusals.length).toBeGreaterThan(0);
  });

  test('and nothing is minted for it when the CA cannot sign', () => {
    const some = new Map([...files].filter(([name]) => !/etcd\/(server\..*|ca\.key)$/.test(name)));
    expect(allMints(spec, factsOf(allLooks(spec), some))).toEqual([]);
  });
});

test('an interrupted run that left its key goes on', () => {
  const spec = exampleSpec();
  const facts = factsOf(allLooks(spec));
  const secrets = mintAll(allMints(spec, facts));
  const left = new Map([
    ['/pki/ca.key', present(secrets.keys.get('pki/ca')!.privateKey.reveal())],
    ['/pki/etcd/peer.key', present(secrets.keys.get('pki/etcd-peer')!.privateKey.reveal())],
  ]);
  const { planned, refusals } = planAll(spec, left, secrets);
  expect(refusals).toEqual([]);
  for (const name of ['ca', 'apiserver', 'etcd-peer']) {
    expect(planned.get(name)!.artifact!.files[1]!.content.kind).toBe('text');
  }
});

test('what could not be looked at is refused', () => {
  const unseen: FileFact = { state: 'unknown', why: 'EACCES' };
  const { refusals } = planAll(exampleSpec(), new Map([['/pki/front-proxy-client.key', unseen]]));
  expect(refusals).toEqual(['the front-proxy-client certificate and key could not be looked at: EACCES']);
});

test('with external etcd its certificates are not looked at, minted or planned, and that is said', () => {
  const spec = exampleSpec({ etcd: { external } });
  expect(allLooks(spec).some((look) => look.kind === 'file' && look.path.includes('etcd'))).toBe(false);
  expect(allMints(spec, factsOf(allLooks(spec))).some(({ name }) => name.includes('etcd'))).toBe(false);
  const { planned } = planAll(spec);
  expect(planned.get('apiserver-etcd-client')).toEqual({
    notes: [{ level: 'info', text: 'etcd is external: apiserver-etcd-client certificate is neither made nor needed' }],
  });
});

test('every certificate and kubeconfig has its own key and serial', () => {
  const spec = exampleSpec();
  const names = allMints(spec, factsOf(allLooks(spec))).map(({ name }) => name);
  expect(names).toEqual([
    ...certificates.map(({ name }) => `pki/${name}`),
    'pki/sa',
    'kubeconfig/admin',
    'kubeconfig/super-admin',
    'kubeconfig/kubelet',
    'kubeconfig/controller-manager',
    'kubeconfig/scheduler',
  ]);
});
