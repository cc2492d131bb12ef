import type { Bootstrapper } from './cluster.ts';
import { clusterConfig, IGNORED_CHECKS, init, until } from './cluster.ts';
import type { CommandResult } from './command.ts';
import type { Lab } from './lab.ts';
import { BALANCED_ENDPOINT, bootLoadBalancer } from './load-balancer.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';
import { DEFAULT_VERSION } from './versions.ts';

/** Fixed, so that any machine can be told how to join without asking another. They guard nothing. */
const TOKEN = 'abcdef.0123456789abcdef';
const CERTIFICATE_KEY = '0123456789abcdef'.repeat(4);

/** Boots the load balancer and cp1, and makes a cluster there that others can join: `--upload-certs` has been done. `more`: of its ClusterConfiguration. */
export async function makeSharedCluster(
  lab: Lab,
  program: Bootstrapper,
  options: { readonly version?: string; readonly install?: readonly Bootstrapper[]; readonly more?: string } = {},
): Promise<LabNode> {
  const { version = DEFAULT_VERSION, install = [program], more = '' } = options;
  await bootLoadBalancer(lab);
  const cp1 = await lab.boot('cp1', { version, install });
  const moreOfInit = `certificateKey: ${CERTIFICATE_KEY}\nbootstrapTokens:\n- {token: ${TOKEN}}`;
  const config = clusterConfig(cp1, { version, endpoint: BALANCED_ENDPOINT, more, moreOfInit });
  await timed(`${program} init`, () => init(cp1, program, config, '--upload-certs'));
  return cp1;
}

/** The command that makes a machine a node, its JoinConfiguration written there. */
export async function joinCommand(
  node: LabNode,
  program: Bootstrapper,
  through: LabNode,
  role: 'control plane' | 'worker',
): Promise<readonly string[]> {
  const script =
    'openssl x509 -pubkey -noout -in /etc/kubernetes/pki/ca.crt | openssl pkey -pubin -outform der | sha256sum';
  const hash = (await through.run('sh', '-c', script)).slice(0, 64);
  const lines = [
    'apiVersion: kubeadm.k8s.io/v1beta4',
    'kind: JoinConfiguration',
    'discovery:',
    '  bootstrapToken:',
    `    token: ${TOKEN}`,
    `    apiServerEndpoint: ${BALANCED_ENDPOINT}`,
    `    caCertHashes: ["sha256:${hash}"]`,
    ...(role === 'worker'
      ? []
      : [
          'controlPlane:',
          `  certificateKey: ${CERTIFICATE_KEY}`,
          `  localAPIEndpoint: {advertiseAddress: ${node.addresses.ipv4}}`,
        ]),
  ];
  await node.writeFile('/root/join.yaml', `${lines.join('\n')}\n`);
  return [program, 'join', '--config=/root/join.yaml', IGNORED_CHECKS];
}

/** Boots a machine and makes it a node. */
export async function bootAndJoin(
  lab: Lab,
  name: string,
  program: Bootstrapper,
  through: LabNode,
  options: { readonly role?: 'control plane' | 'worker'; readonly version?: string } = {},
): Promise<LabNode> {
  const { role = name.startsWith('cp') ? 'control plane' : 'worker', version = DEFAULT_VERSION } = options;
  const node = await lab.boot(name, { version, install: [program] });
  const command = await joinCommand(node, program, through, role);
  await timed(`${program} join of ${name}`, async () => mustEnd(node, await node.exec(command), 0));
  return node;
}

/** The command ended as it should; else what it said is the error. */
export function mustEnd(node: LabNode, { exitCode, stdout, stderr }: CommandResult, wanted: number): void {
  if (exitCode === wanted) return;
  throw new Error(`${node.name}: ended with ${exitCode} and not with ${wanted}\n${stdout}${stderr}`);
}

/** One line of `etcdctl member list`. */
export interface LabMember {
  readonly id: string;
  readonly name: string;
  readonly learner: boolean;
  readonly started: boolean;
}

/** Runs etcdctl in the etcd container of a control plane. */
export async function etcdctl(node: LabNode, ...words: readonly string[]): Promise<string> {
  const pki = '/etc/kubernetes/pki/etcd';
  const access = [`--cacert=${pki}/ca.crt`, `--cert=${pki}/server.crt`, `--key=${pki}/server.key`];
  const pod = [
    'kubectl',
    `--server=https://${node.addresses.ipv4}:6443`,
    'exec',
    '-n',
    'kube-system',
    `etcd-${node.name}`,
  ];
  return node.run(...pod, '--', 'etcdctl', '--endpoints=https://127.0.0.1:2379', ...access, ...words);
}

/** The members of etcd, as the etcd of a control plane tells them. */
export async function etcdMembers(node: LabNode): Promise<readonly LabMember[]> {
  return (await etcdctl(node, 'member', 'list'))
    .trim()
    .split('\n')
    .map((line) => line.split(', '))
    .map(([id = '', status = '', name = '', , , learner = '']) => ({
      id,
      name,
      learner: learner === 'true',
      started: status === 'started',
    }));
}

/**
 * Takes a node out of the cluster as an administrator would: its etcd member, then the machine, then its Node object. The
 * API server of `through` is asked itself: the balancer may still send us to the one whose etcd has just been removed.
 */
export async function removeControlPlane(lab: Lab, name: string, through: LabNode): Promise<void> {
  // For five seconds after a member has connected, etcd counts it as no healthy one and refuses changes of membership.
  await until(`the member ${name} of etcd to go`, 30_000, async () => {
    const member = (await etcdMembers(through)).find((one) => one.name === name);
    if (member === undefined) return { done: true, seen: '' };
    const refusal = await etcdctl(through, 'member', 'remove', member.id).then(
      () => '',
      (error: Error) => error.message,
    );
    if (refusal !== '' && !refusal.includes('unhealthy cluster')) throw new Error(refusal);
    return { done: refusal === '', seen: refusal };
  });
  await lab.down(name);
  const server = `--server=https://${through.addresses.ipv4}:6443`;
  await until(`the Node ${name} to go`, 60_000, async () => {
    const gone = await through.exec(['kubectl', server, 'delete', 'node', name, '--ignore-not-found']);
    return { done: gone.exitCode === 0, seen: gone.stderr };
  });
}
