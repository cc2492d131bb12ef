import { connect } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { expectWhole, makeCluster } from './bring-up.ts';
import { type Bootstrapper, IGNORED_CHECKS, until, waitForNodes } from './cluster.ts';
import { plain } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';

const other = (program: Bootstrapper): Bootstrapper => (program === 'kubeadm' ? 'tsadm' : 'kubeadm');

describeLab('tokens and certificates, each program on the cluster of the other', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test.each(['kubeadm', 'tsadm'] as const)('on a cluster that %s made', async (maker) => {
    const cp1 = await clusterOf(maker, lab());
    await expectWhole(cp1, plain.systemPods);
    await sameExpirations(cp1);
    await tokensWork(other(maker), cp1, lab());
    await renewalWorks(other(maker), cp1);
    await sameExpirations(cp1);
  });

  test('certificates are uploaded again when their time is over', async () => {
    const cp1 = await clusterOf('tsadm', lab());
    const first = await uploaded(cp1);
    const expired = Buffer.from('2020-01-01T00:00:00Z').toString('base64');
    await cp1.kubectl(
      'patch',
      'secret',
      '-n',
      'kube-system',
      first.owner,
      '-p',
      `{"data":{"expiration":"${expired}"}}`,
    );
    await timed('the uploaded certificates are cleaned up', () =>
      until('kubeadm-certs to go', 180_000, async () => {
        const { stdout, stderr } = await cp1.exec(['kubectl', 'get', 'secret', '-n', 'kube-system', 'kubeadm-certs']);
        return { done: stderr.includes('NotFound'), seen: stdout + stderr };
      }),
    );
    const second = await uploaded(cp1);
    expect(second.key).not.toBe(first.key);
    expect(second.owner).not.toBe(first.owner);
  });
});

/** A cluster on cp1 by one program; the other is there, too. */
async function clusterOf(maker: Bootstrapper, lab: Lab): Promise<LabNode> {
  const { node } = await makeCluster(lab, maker, plain);
  await node.install(other(maker));
  return node;
}

/** What a program says of the certificates of a node, without its own words and the seconds that pass between two. */
async function sameExpirations(node: LabNode): Promise<void> {
  for (const form of ['text', 'json', 'yaml']) {
    const told = async (program: Bootstrapper): Promise<string> =>
      (await node.run(program, 'certs', 'check-expiration', '-o', form))
        .replace(/^\[check-expiration\].*\n|^\n(?=CERTIFICATE {2})/gm, '')
        .replace(/(residualTime"?: )\d+/g, '$1N');
    expect(await told('tsadm')).toBe(await told('kubeadm'));
  }
}

/** Tokens that a program makes are listed alike by both, join a worker by the other program, and can be deleted. */
async function tokensWork(program: Bootstrapper, node: LabNode, lab: Lab): Promise<void> {
  const list = (by: Bootstrapper, form = 'text'): Promise<string> => node.run(by, 'token', 'list', '-o', form);
  const made = (await node.run(program, 'token', 'create', '--description=by hand', '--ttl=3h30m')).trim();
  expect(made).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}$/);
  await node.run(program, 'token', 'create', 'for0ev.0123456789abcdef', '--ttl=0', '--usages=authentication');
  for (const form of ['text', 'json', 'yaml']) expect(await list('tsadm', form)).toBe(await list('kubeadm', form));
  expect(await list('kubeadm')).toContain(made);

  const worker = await lab.boot('w1', { install: [other(program)] });
  const [named, ...words] = (await node.run(program, 'token', 'create', '--print-join-command')).trim().split(' ');
  expect(named).toBe(program);
  await timed(`${other(program)} join`, () => worker.run(other(program), ...words, IGNORED_CHECKS));
  await waitForNodes(node, ['cp1', 'w1']);

  expect(await node.run(program, 'token', 'delete', made, 'for0ev')).toBe(
    `bootstrap token "${made.slice(0, 6)}" deleted\nbootstrap token "for0ev" deleted\n`,
  );
  expect(await list(other(program))).not.toMatch(new RegExp(`${made}|for0ev`));
  expect((await node.exec([program, 'token', 'delete', 'for0ev'])).exitCode).not.toBe(0);
}

/** All certificates are renewed, the control plane is started again, and everything works with the new ones. */
async function renewalWorks(program: Bootstrapper, node: LabNode): Promise<void> {
  // Before all: the API server may take a new certificate up by itself.
  const old = await servingSerial(node);
  const before = await files(node);
  await timed(`${program} certs renew all`, () => node.run(program, 'certs', 'renew', 'all'));
  const after = await files(node);
  const renewed = Object.keys(before).filter((path) => before[path]!.digest !== after[path]!.digest);
  expect(renewed).toHaveLength(18);
  for (const path of renewed) expect(after[path]!.mode).toBe(before[path]!.mode);
  await startAgain(node);
  expect(await servingSerial(node)).not.toBe(old);
  await expectWhole(node, plain.systemPods);
  expect(await node.run('sh', '-c', 'grep -rlE "PRIVATE KEY|client-key-data" /var/lib/tsadm 2>/dev/null || true')).toBe(
    '',
  );
}

type Digests = { readonly [path: string]: { readonly digest: string; readonly mode: string } };

async function files(node: LabNode): Promise<Digests> {
  const script =
    'find /etc/kubernetes -type f \\( -name "*.crt" -o -name "*.key" -o -name "*.conf" \\) -exec sh -c \'for f; do echo "$f $(sha256sum < $f | cut -c1-64) $(stat -c %a:%u:%g $f)"; done\' _ {} +';
  const lines = (await node.run('sh', '-c', script)).trim().split('\n');
  return Object.fromEntries(
    lines.map((line) => line.split(' ')).map(([path = '', digest = '', mode = '']) => [path, { digest, mode }]),
  );
}

/** Takes the static Pods away until they are gone, and puts them back. */
async function startAgain(node: LabNode): Promise<void> {
  const running =
    'crictl ps -q --label io.kubernetes.pod.namespace=kube-system --name "kube-apiserver|kube-scheduler|kube-controller-manager|etcd" 2>/dev/null | wc -l';
  await node.run('sh', '-c', 'mkdir -p /root/aside && mv /etc/kubernetes/manifests/*.yaml /root/aside/');
  await until('the control plane to stop', 120_000, async () => {
    const { stdout } = await node.exec(['sh', '-c', running]);
    return { done: stdout.trim() === '0', seen: stdout };
  });
  await node.run('sh', '-c', 'mv /root/aside/*.yaml /etc/kubernetes/manifests/');
  await until('the API server to be ready', 180_000, async () => {
    const { stdout, stderr } = await node.exec(['kubectl', 'get', '--raw', '/readyz']);
    return { done: stdout === 'ok', seen: stdout + stderr };
  });
}

/** The serial number of the certificate that the API server shows. */
function servingSerial(node: LabNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: node.addresses.ipv4, port: 6443, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    socket.on('error', reject);
  });
}

async function uploaded(node: LabNode): Promise<{ readonly key: string; readonly owner: string }> {
  const told = await node.run('tsadm', 'init', 'phase', 'upload-certs', '--upload-certs', '--config=/root/init.yaml');
  const key = /^[0-9a-f]{64}$/m.exec(told)?.[0];
  const path = '-o=jsonpath={.metadata.ownerReferences[0].name}';
  const owner = await node.kubectl('get', 'secret', '-n', 'kube-system', 'kubeadm-certs', path);
  expect(key, told).toBeDefined();
  expect(owner).toMatch(/^bootstrap-token-/);
  return { key: key!, owner };
}
