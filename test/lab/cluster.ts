import { setTimeout as sleep } from 'node:timers/promises';
import { POD_SUBNETS, SERVICE_SUBNETS } from './addresses.ts';
import type { CommandResult } from './command.ts';
import { WORKLOAD_IMAGE } from './images.ts';
import type { LabNode } from './node.ts';
import { DEFAULT_VERSION } from './versions.ts';

/** The two programs whose deeds are compared. */
export type Bootstrapper = 'kubeadm' | 'tsadm';

/** The machines have cgroup v1 and a containerd without RuntimeConfig; 1.37 made the second an error. */
export const IGNORED_CHECKS = '--ignore-preflight-errors=SystemVerification,ContainerRuntimeVersion';

export interface ClusterShape {
  readonly version?: string;
  /** `lb:6443`, `cp1:6443`; needed for more than one control-plane node. */
  readonly endpoint?: string;
  /** Both families for nodes, pods and services. */
  readonly dualStack?: boolean;
  /** Lines for ClusterConfiguration, at its top level. */
  readonly more?: string;
  /** Lines for InitConfiguration, at its top level. */
  readonly moreOfInit?: string;
}

/** A configuration for `init --config`, no more than the shape needs. */
export function clusterConfig(node: LabNode, shape: ClusterShape = {}): string {
  const { version = DEFAULT_VERSION, endpoint, dualStack = false, more = '', moreOfInit = '' } = shape;
  const both = (subnets: { readonly ipv4: string; readonly ipv6: string }): string =>
    dualStack ? `${subnets.ipv4},${subnets.ipv6}` : subnets.ipv4;
  const lines = [
    'apiVersion: kubeadm.k8s.io/v1beta4',
    'kind: InitConfiguration',
    'localAPIEndpoint:',
    `  advertiseAddress: ${node.addresses.ipv4}`,
    ...(dualStack ? nodeAddresses(node) : []),
    ...(moreOfInit ? [moreOfInit] : []),
    '---',
    'apiVersion: kubeadm.k8s.io/v1beta4',
    'kind: ClusterConfiguration',
    `kubernetesVersion: ${version}`,
    ...(endpoint ? [`controlPlaneEndpoint: ${endpoint}`] : []),
    'networking:',
    `  podSubnet: ${both(POD_SUBNETS)}`,
    `  serviceSubnet: ${both(SERVICE_SUBNETS)}`,
    more,
  ];
  return `${lines.join('\n').trim()}\n`;
}

/** Runs `init` with a configuration. Throws when it fails. */
export async function init(
  node: LabNode,
  program: Bootstrapper,
  config: string,
  ...args: string[]
): Promise<CommandResult> {
  await node.writeFile('/root/init.yaml', config);
  return mustRun(node, [program, 'init', '--config=/root/init.yaml', IGNORED_CHECKS, ...args]);
}

/** Joins a machine to the cluster of another, with a token made there. Throws when it fails. */
export async function join(
  node: LabNode,
  program: Bootstrapper,
  through: LabNode,
  options: { readonly controlPlane?: boolean; readonly args?: readonly string[] } = {},
): Promise<CommandResult> {
  // The words are asked of kubeadm's peer on that machine, whichever it is: both print the same line.
  const there = (await through.exec(['sh', '-c', 'command -v kubeadm tsadm'])).stdout.split('\n')[0]!;
  const [, ...words] = (await through.run(there, 'token', 'create', '--print-join-command')).trim().split(/\s+/);
  const extra = [...(options.args ?? [])];
  if (options.controlPlane) {
    const uploaded = await through.run(there, 'init', 'phase', 'upload-certs', '--upload-certs');
    const key = /^[0-9a-f]{64}$/m.exec(uploaded)?.[0];
    if (!key) throw new Error(`no certificate key in:\n${uploaded}`);
    extra.push('--control-plane', '--certificate-key', key, `--apiserver-advertise-address=${node.addresses.ipv4}`);
  }
  return mustRun(node, [program, ...words, IGNORED_CHECKS, ...extra]);
}

/** Waits until these nodes, and no fewer, are Ready. */
export async function waitForNodes(through: LabNode, names: readonly string[], timeoutMs = 120_000): Promise<void> {
  await until(`nodes ${names.join(', ')} to be Ready`, timeoutMs, async () => {
    const path = '{range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}';
    const { stdout } = await through.exec(['kubectl', 'get', 'nodes', `-o=jsonpath=${path}`]);
    return { done: names.every((name) => stdout.includes(`${name}=True`)), seen: stdout };
  });
}

/** Waits until every pod of kube-system is Ready; `atLeast` guards against looking before they are made. */
export async function waitForSystemPods(through: LabNode, atLeast: number, timeoutMs = 180_000): Promise<void> {
  await until(`${atLeast} system pods to be Ready`, timeoutMs, async () => {
    const path = '{range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}';
    const { stdout } = await through.exec(['kubectl', 'get', 'pods', '-n', 'kube-system', `-o=jsonpath=${path}`]);
    const pods = stdout.trim().split('\n');
    return { done: pods.length >= atLeast && pods.every((pod) => pod.endsWith('=True')), seen: stdout };
  });
}

/** Runs `probe ARGUMENTS` (programs/probe/main.go) in a pod on a node of choice and returns what it wrote. */
export async function probe(through: LabNode, on: string, ...args: string[]): Promise<string> {
  const name = `probe-${Math.random().toString(36).slice(2, 8)}`;
  const container = { name, image: WORKLOAD_IMAGE, command: ['/bin/probe', ...args] };
  // Without the toleration no pod comes to a control-plane node.
  const tolerations = [{ operator: 'Exists' }];
  const spec = { nodeName: on, restartPolicy: 'Never', tolerations, containers: [container] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
  const created = await through.exec(['kubectl', 'create', '-f', '-'], { input: JSON.stringify(pod) });
  if (created.exitCode !== 0) throw new Error(`pod ${name}: ${created.stderr}`);
  try {
    let phase = '';
    await until(`pod ${name} to end`, 60_000, async () => {
      phase = (await through.exec(['kubectl', 'get', 'pod', name, '-o=jsonpath={.status.phase}'])).stdout;
      return { done: phase === 'Succeeded' || phase === 'Failed', seen: phase };
    });
    const log = await through.run('kubectl', 'logs', name);
    if (phase === 'Failed') throw new Error(`probe ${args.join(' ')} on ${on}: ${log}`);
    return log;
  } finally {
    await through.exec(['kubectl', 'delete', 'pod', name, '--now', '--wait=false']);
  }
}

/** Asks again every 300 ms; the error tells the last answer. */
export async function until(
  what: string,
  timeoutMs: number,
  look: () => Promise<{ readonly done: boolean; readonly seen: string }>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { done, seen } = await look();
    if (done) return;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s for ${what}; last seen:\n${seen}`);
    await sleep(300);
  }
}

async function mustRun(node: LabNode, command: readonly string[]): Promise<CommandResult> {
  const result = await node.exec(command);
  if (result.exitCode === 0) return result;
  throw new Error(
    `${node.name}: ${command.join(' ')} exited with ${result.exitCode}\n${result.stdout}${result.stderr}`,
  );
}

/** The kubelet tells addresses of both families only when it is told both. */
function nodeAddresses({ addresses }: LabNode): readonly string[] {
  const arg = [`    - name: node-ip`, `      value: ${addresses.ipv4},${addresses.ipv6}`];
  return ['nodeRegistration:', '  kubeletExtraArgs:', ...arg];
}
