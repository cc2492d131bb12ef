import { describe, expect, test } from 'vitest';
import { certificateNamed } from '../../src/pki/cert-list.ts';
import { issueAuthority } from '../../src/pki/issue.ts';
import { currentCluster, currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { kubeconfigs } from '../../src/pki/kubeconfig-list.ts';
import { readCertificateFile } from '../../src/pki/read.ts';
import type { FileFact } from '../../src/plan/facts.ts';
import {
  allLooks,
  allMints,
  exampleSpec,
  factsOf,
  hour,
  mintedKey,
  nothingMinted,
  planAll,
  present,
  startedAt,
  textOf,
  written,
} from './example.ts';
import { opensslVerify } from './openssl.ts';

const spec = exampleSpec({ controlPlaneEndpoint: 'lb.example.com:7443', clusterName: 'blue' });
const run = planAll(spec);
const ca = textOf(run.files, '/pki/ca.crt');

describe('new files', () => {
  test.each([
    ['admin.conf', 'kubernetes-admin', ['kubeadm:cluster-admins'], 'https://lb.example.com:7443'],
    ['super-admin.conf', 'kubernetes-super-admin', ['system:masters'], 'https://lb.example.com:7443'],
    ['kubelet.conf', 'system:node:node1', ['system:nodes'], 'https://10.1.2.3:6443'],
    ['controller-manager.conf', 'system:kube-controller-manager', [], 'https://10.1.2.3:6443'],
    ['scheduler.conf', 'system:kube-scheduler', [], 'https://10.1.2.3:6443'],
  ])('%s', (name, userName, organizations, server) => {
    const { artifact } = run.planned.get(name)!;
    expect(artifact).toMatchObject({ sameWhen: 'kubeconfig', authority: ca, server, directoryMode: 0o755 });
    expect(artifact!.files.map(({ path, mode, content }) => [path, mode, content.kind])).toEqual([
      [`/kc/${name}`, 0o600, 'secret'],
    ]);
    const config = parseKubeconfig(textOf(run.files, `/kc/${name}`)).value!;
    expect(config.currentContext).toBe(`${userName}@blue`);
    expect(currentCluster(config).value).toEqual({ name: 'blue', server, authority: ca, authorityFile: undefined });
    const user = currentUser(config)!;
    expect(user).toMatchObject({ name: userName, token: undefined, certificateFile: undefined });
    const { certificate } = readCertificateFile(user.certificate!).value!;
    expect(certificate).toMatchObject({
      subject: { commonName: userName, organizations },
      usages: ['client'],
      sans: { dns: [], ips: [] },
      notAfter: startedAt + 8760 * hour,
    });
    expect(opensslVerify(user.certificate!, ca, ['-purpose', 'sslclient', '-attime', String(startedAt / 1000)])).toBe(
      '',
    );
  });

  test('begin with the CA they are signed by, not with this run', () => {
    const lastWeek = startedAt - 7 * 24 * hour;
    const key = mintedKey('RSA-2048', 0);
    const files = new Map([
      ['/pki/ca.crt', present(issueAuthority(certificateNamed('ca'), spec, key, lastWeek))],
      ['/pki/ca.key', present(key.privateKey.reveal())],
    ]);
    const config = parseKubeconfig(textOf(planAll(spec, files).files, '/kc/admin.conf')).value!;
    const { certificate } = readCertificateFile(currentUser(config)!.certificate!).value!;
    expect(certificate.notBefore).toBe(lastWeek - 5 * 60_000);
    expect(certificate.notAfter).toBe(startedAt + 8760 * hour);
  });

  test('embed the first certificate of ca.crt only', () => {
    const files = written(spec);
    files.delete('/kc/admin.conf');
    const bundle = ca + textOf(files, '/pki/front-proxy-ca.crt');
    files.set('/pki/ca.crt', present(bundle));
    const config = parseKubeconfig(textOf(planAll(spec, files).files, '/kc/admin.conf')).value!;
    expect(currentCluster(config).value!.authority).toBe(ca);
  });
});

test('a dry run describes them', () => {
  const { planned, refusals } = planAll(spec, new Map(), nothingMinted);
  expect(refusals).toEqual([]);
  expect(planned.get('kubelet.conf')!.artifact!.files[0]!.content).toEqual({
    kind: 'described',
    as: 'kubeconfig of system:node:node1 for https://10.1.2.3:6443, client certificate O=system:nodes, CN=system:node:node1, valid until 2027-11-21T04:00:00Z',
    secret: true,
  });
});

test('existing files are judged against the CA on disk', () => {
  const files = written(spec);
  const { planned, refusals } = planAll(spec, files);
  expect(refusals).toEqual([]);
  for (const { fileName } of kubeconfigs) {
    expect(planned.get(fileName)!.artifact).toMatchObject({
      authority: ca,
      files: [{ content: { kind: 'described' } }],
    });
  }
});

describe('with an external CA', () => {
  const files = new Map([...written(spec)].filter(([path]) => path !== '/pki/ca.key'));

  test('files that are there are used', () => {
    const { planned, refusals } = planAll(spec, files);
    expect(refusals).toEqual([]);
    expect(planned.get('admin.conf')!.notes).toEqual([
      { level: 'info', text: 'the cluster CA is external: admin.conf is used as provided' },
    ]);
  });

  test('a missing file is refused and nothing is minted', () => {
    const some = new Map([...files].filter(([path]) => path !== '/kc/scheduler.conf'));
    expect(allMints(spec, factsOf(allLooks(spec), some))).toEqual([]);
    expect(planAll(spec, some).refusals).toEqual([
      '/kc/scheduler.conf is missing and cannot be made: its key /pki/ca.key is kept elsewhere (external CA)',
    ]);
  });
});

describe('is refused', () => {
  test('without a CA', () => {
    const files = new Map([...written(spec)].filter(([path]) => path !== '/pki/ca.crt'));
    expect(planAll(spec, files).planned.get('admin.conf')!.refusal).toBe(
      'admin.conf needs the cluster CA: /pki/ca.crt is missing',
    );
  });

  test('when it would not trust the CA that a dry run would make', () => {
    const files = new Map([['/kc/admin.conf', written(spec).get('/kc/admin.conf')!]]);
    expect(planAll(spec, files, nothingMinted).refusals).toEqual([
      '/kc/admin.conf is there already, but does not trust the new CA that this run would make',
    ]);
  });

  test('when it could not be looked at', () => {
    const unseen: FileFact = { state: 'unknown', why: 'EACCES' };
    expect(planAll(spec, new Map([['/kc/admin.conf', unseen]])).refusals).toEqual([
      '/kc/admin.conf could not be looked at: EACCES',
    ]);
  });
});
