import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressesOf } from './addresses.ts';
import { run } from './command.ts';
import { etcdBinaries } from './components.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';
import { enable, placeProgram, write } from './node-files.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

/** What an API server needs to use an etcd that is not its own. */
export interface ExternalEtcd {
  readonly node: LabNode;
  /** `https://172.30.0.31:2379` */
  readonly endpoint: string;
  /** Of the authority that signed the server and the client. PEM. */
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

/** Paths that `installEtcdClient` writes and the lines of `externalEtcdLines` name. */
const CLIENT = {
  ca: '/etc/etcd-client/ca.crt',
  certificate: '/etc/etcd-client/client.crt',
  key: '/etc/etcd-client/client.key',
};

/** Boots the machine `etcd1` with one etcd member that asks its clients for certificates. */
export async function bootExternalEtcd(lab: Lab, version = DEFAULT_VERSION): Promise<ExternalEtcd> {
  const binaries = await etcdBinaries(release(version));
  const { ipv4 } = addressesOf('etcd1');
  const pki = await makePki(ipv4);
  const node = await lab.boot('etcd1', {
    version,
    furnish: (root) => {
      for (const program of ['etcd', 'etcdctl']) placeProgram(join(binaries, program), root, `/usr/bin/${program}`);
      for (const [name, content] of Object.entries(pki)) write(root, `/etc/etcd/${name}`, content, 0o600);
      write(root, '/lib/systemd/system/etcd.service', unit(ipv4));
      enable(root, 'etcd.service');
    },
  });
  return {
    node,
    endpoint: `https://${ipv4}:2379`,
    caCertificate: pki['ca.crt']!,
    clientCertificate: pki['client.crt']!,
    clientKey: pki['client.key']!,
  };
}

/** Puts the client's certificate on a control-plane machine. */
export async function installEtcdClient(node: LabNode, etcd: ExternalEtcd): Promise<void> {
  await node.writeFile(CLIENT.ca, etcd.caCertificate);
  await node.writeFile(CLIENT.certificate, etcd.clientCertificate);
  await node.writeFile(CLIENT.key, etcd.clientKey, 0o600);
}

/** Lines of ClusterConfiguration for it (see ClusterShape.more). */
export function externalEtcdLines(etcd: ExternalEtcd): string {
  return `etcd:
  external:
    endpoints: [${etcd.endpoint}]
    caFile: ${CLIENT.ca}
    certFile: ${CLIENT.certificate}
    keyFile: ${CLIENT.key}`;
}

function unit(ipv4: string): string {
  const tls = [
    '--cert-file=/etc/etcd/server.crt',
    '--key-file=/etc/etcd/server.key',
    '--trusted-ca-file=/etc/etcd/ca.crt',
  ];
  const urls = [`--listen-client-urls=https://0.0.0.0:2379`, `--advertise-client-urls=https://${ipv4}:2379`];
  return `[Unit]
Description=etcd
[Service]
Type=notify
ExecStart=/usr/bin/etcd --name=etcd1 --data-dir=/var/lib/etcd/data --client-cert-auth ${[...tls, ...urls].join(' ')}
Restart=always
`;
}

/** An authority, a server and a client, made by openssl: not by the code under test. */
async function makePki(ipv4: string): Promise<{ readonly [file: string]: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-lab-etcd-'));
  const at = (name: string): string => join(folder, name);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '3650'];
  try {
    await run(
      'openssl',
      'req',
      '-x509',
      ...key,
      '-subj',
      '/CN=lab etcd',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.crt'),
    );
    const signed = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-addext', 'basicConstraints=critical,CA:FALSE'];
    const server = ['-addext', `subjectAltName=DNS:etcd1,DNS:localhost,IP:${ipv4},IP:127.0.0.1`];
    for (const [name, more] of Object.entries({ server, client: [] })) {
      const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)];
      await run('openssl', 'req', '-x509', ...key, '-subj', `/CN=lab ${name}`, ...signed, ...more, ...files);
    }
    const names = ['ca.crt', 'server.crt', 'server.key', 'client.crt', 'client.key'];
    return Object.fromEntries(names.map((name) => [name, readFileSync(at(name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
