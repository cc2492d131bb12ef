import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates } from '../../src/pki/cert-list.ts';
import { publicKeyPem, readPrivateKey } from '../../src/pki/keys.ts';
import { currentUser, parseKubeconfig } from '../../src/pki/kubeconfig.ts';
import { kubeconfigs } from '../../src/pki/kubeconfig-list.ts';
import { type Certificate, readCertificateFile } from '../../src/pki/read.ts';
import type { MintedKey } from '../../src/plan/phase.ts';
import { Secret } from '../../src/plan/secret.ts';
import type { WrittenCluster, WrittenInit } from '../../src/spec/schema/v1beta4.ts';
import { toYamlStream } from '../../src/spec/yaml-write.ts';
import { exampleSpec, planAll, present, textOf } from './example.ts';

/**
 * The peer decides: given its keys, serials and start, every file must come out as a real kubeadm wrote it, byte for byte
 * (RSA signatures have no randomness). Runs where TSADM_PEER_KUBEADM names a kubeadm of the newest known 1.36.
 */
const kubeadm = process.env['TSADM_PEER_KUBEADM'];

const cases: readonly (readonly [string, Partial<WrittenCluster>, Partial<WrittenInit>])[] = [
  ['defaults', {}, {}],
  [
    'names of every kind',
    {
      controlPlaneEndpoint: 'lb.example.com:7443',
      clusterName: 'blue',
      apiServer: {
        certSANs: ['foo.example.com', '*.w.example.com', '10.9.9.9', 'fd00::5', '::ffff:1.2.3.4', 'Up.Case'],
      },
      etcd: { local: { serverCertSANs: ['etcd.example.com', '127.0.0.1'], peerCertSANs: ['10.8.8.8'] } },
    },
    { nodeRegistration: { name: 'node-1.example.com' } },
  ],
  [
    'IPv6',
    { networking: { serviceSubnet: 'fd00:10::/112,10.96.0.0/16', dnsDomain: 'my.dom' } },
    { localAPIEndpoint: { advertiseAddress: 'fd00::3', bindPort: 7443 } },
  ],
  ['long validity', { caCertificateValidityPeriod: 876_000 * 3_600_000 }, {}],
  ['RSA-3072', { encryptionAlgorithm: 'RSA-3072' }, {}],
];

describe.skipIf(kubeadm === undefined).each(cases)('%s', (_, cluster, init) => {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-peer-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const spec = exampleSpec(cluster, init);
  let peer: ReadonlyMap<string, string>;
  let ours: ReadonlyMap<string, string>;

  beforeAll(() => {
    writeFileSync(join(folder, 'config.yaml'), peerConfig(cluster, init, `${folder}/pki`));
    const config = ['--config', join(folder, 'config.yaml')];
    const run = (args: readonly string[]) => execFileSync(kubeadm!, [...args, ...config], { stdio: 'pipe' });
    run(['init', 'phase', 'certs', 'all']);
    run(['init', 'phase', 'kubeconfig', 'all', '--kubeconfig-dir', `${folder}/kc`]);
    peer = new Map(
      ['pki', 'pki/etcd', 'kc'].flatMap((name) =>
        readdirSync(join(folder, name), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => [`/${name}/${entry.name}`, readFileSync(join(folder, name, entry.name), 'utf8')] as const),
      ),
    );
    ours = plannedWithKeysOf(peer);
  });

  /** Certificates and kubeconfigs come from two processes of the peer: each with its own start. */
  function plannedWithKeysOf(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const keys = new Map<string, MintedKey>();
    const lifetime = spec.cluster.certificateValidityPeriod;
    for (const { name, baseName } of certificates) {
      keys.set(`pki/${name}`, mintedFrom(files.get(`/pki/${baseName}.key`)!, certificateAt(`/pki/${baseName}.crt`)));
    }
    keys.set('pki/sa', mintedFrom(files.get('/pki/sa.key')!, certificateAt('/pki/ca.crt')));
    for (const { name, fileName } of kubeconfigs) {
      const user = currentUser(parseKubeconfig(files.get(`/kc/${fileName}`)!).value!)!;
      keys.set(`kubeconfig/${name}`, mintedFrom(user.key!, readCertificateFile(user.certificate!).value!.certificate));
    }
    const admin = currentUser(parseKubeconfig(files.get('/kc/admin.conf')!).value!)!;
    const starts = {
      pki: certificateAt('/pki/apiserver.crt').notAfter - lifetime,
      kc: readCertificateFile(admin.certificate!).value!.certificate.notAfter - lifetime,
    };
    const secrets = { keys, texts: new Map() };
    const ca = new Map(['/pki/ca.crt', '/pki/ca.key'].map((path) => [path, present(files.get(path)!)] as const));
    const pki = planAll(spec, new Map(), secrets, starts.pki);
    const kc = planAll(spec, ca, secrets, starts.kc);
    const result = new Map<string, string>();
    for (const path of files.keys()) result.set(path, textOf((path.startsWith('/kc') ? kc : pki).files, path));
    return result;
  }

  function certificateAt(path: string): Certificate {
    return readCertificateFile(peer.get(path)!).value!.certificate;
  }

  test.each([...certificates.flatMap(({ baseName }) => [`/pki/${baseName}.key`, `/pki/${baseName}.crt`])])(
    '%s',
    (path) => {
      expect(ours.get(path)).toBe(peer.get(path));
    },
  );

  test.each(['/pki/sa.key', '/pki/sa.pub', ...kubeconfigs.map(({ fileName }) => `/kc/${fileName}`)])('%s', (path) => {
    expect(ours.get(path)).toBe(peer.get(path));
  });

  test('the peer has written nothing else', () => {
    expect(peer.size).toBe(2 * certificates.length + 2 + kubeconfigs.length);
  });
});

function mintedFrom(pem: string, certificate: Certificate): MintedKey {
  return {
    algorithm: 'RSA-2048',
    privateKey: new Secret(pem),
    publicKey: publicKeyPem(readPrivateKey(pem).value!),
    serial: certificate.serial,
  };
}

function peerConfig(cluster: Partial<WrittenCluster>, init: Partial<WrittenInit>, certificatesDir: string): string {
  const duration = cluster.caCertificateValidityPeriod;
  return toYamlStream([
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'InitConfiguration',
      localAPIEndpoint: { advertiseAddress: '10.1.2.3', ...(init.localAPIEndpoint as object) },
      nodeRegistration: { name: 'node1', criSocket: 'unix:///run/none.sock', ...(init.nodeRegistration as object) },
    },
    {
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      kubernetesVersion: 'v1.36.3',
      ...(cluster as object),
      ...(duration == null ? {} : { caCertificateValidityPeriod: `${duration / 3_600_000}h` }),
      certificatesDir,
    },
  ]);
}
