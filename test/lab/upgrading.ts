import { expect } from 'vitest';
import { capture, type Made } from './bring-up.ts';
import { type Bootstrapper, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import type { CommandResult } from './command.ts';
import { etcdMembers, type LabMember } from './joining.ts';
import { type CapturedFiles, captureFiles } from './machine-files.ts';
import type { ExecOptions, LabNode } from './node.ts';
import { say, timed } from './progress.ts';
import { applyCommand, nodeCommand } from './upgrade-command.ts';
import { release } from './versions.ts';

/** Static Pods of a control plane, in the order in which they are upgraded. */
export const STATIC_PODS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** Runs `upgrade apply` where it must end well, and says how long it took. */
export async function upgradeApply(
  node: LabNode,
  program: Bootstrapper,
  version: string,
  ...more: readonly string[]
): Promise<CommandResult> {
  return timed(`${program} upgrade apply ${version} on ${node.name}`, () =>
    mustSucceed(node, [...applyCommand(program, version), ...more]),
  );
}

/** Runs `upgrade node` where it must end well. */
export async function upgradeNode(node: LabNode, program: Bootstrapper): Promise<CommandResult> {
  return timed(`${program} upgrade node on ${node.name}`, () => mustSucceed(node, nodeCommand(program)));
}

async function mustSucceed(node: LabNode, command: readonly string[], options?: ExecOptions): Promise<CommandResult> {
  const result = await node.exec(command, { timeoutMs: 900_000, ...options });
  expect(result.exitCode, `${node.name}: ${command.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
  return result;
}

/** What packages do afterwards: the kubelet of the release, started again. */
export async function takeKubelet(node: LabNode, version: string): Promise<void> {
  await node.install('kubelet', version);
  await node.run('systemctl', 'restart', 'kubelet');
}

/** The phases about the kubelet have something to do then: its configuration differs, and has a flag that no kubelet of today knows. */
export async function ageKubelet(node: LabNode): Promise<void> {
  await node.run('sed', '-i', '$a # of an older cluster', KUBELET_FILES.config);
  await node.run('sed', '-i', 's/"$/ --pod-infra-container-image=pause"/', KUBELET_FILES.flags);
  expect(await node.readFile(KUBELET_FILES.flags)).toContain('--pod-infra-container-image=pause"');
}

/** Nothing of that is left. */
export async function expectKubeletRenewed(node: LabNode): Promise<void> {
  expect(await node.readFile(KUBELET_FILES.config)).not.toContain('of an older cluster');
  expect(await node.readFile(KUBELET_FILES.flags)).not.toContain('--pod-infra-container-image');
}

const KUBELET_FILES = { config: '/var/lib/kubelet/config.yaml', flags: '/var/lib/kubelet/kubeadm-flags.env' } as const;

/** Starts a command once for each moment, and is killed there, as TSADM_TEST_KILL has it. */
export async function expectKilledAt(
  moments: readonly string[],
  node: LabNode,
  command: readonly string[],
): Promise<void> {
  for (const moment of moments) {
    const killed = await node.exec(command, { env: { TSADM_TEST_KILL: moment }, timeoutMs: 600_000 });
    expect(killed.exitCode, `${node.name}: ${moment}\n${killed.stdout}${killed.stderr}`).toBe(137);
    say(`killed ${moment} on ${node.name}`);
  }
}

/** Names of the runs that wait to be continued. */
export async function unfinishedRuns(node: LabNode): Promise<readonly string[]> {
  return (await node.run('ls', '-A', '/var/lib/tsadm/runs')).split('\n').filter((name) => name !== '');
}

/** Images of the static Pods, as their manifests have them. */
export async function manifestImages(node: LabNode): Promise<readonly string[]> {
  const texts = await Promise.all(STATIC_PODS.map((name) => node.readFile(`/etc/kubernetes/manifests/${name}.yaml`)));
  return texts.map((text) => /image: \S+\/(\S+)/.exec(text)?.[1] ?? '');
}

/** Images of a release's static Pods. */
export function imagesOf(version: string): readonly string[] {
  const { kubernetes, etcd } = release(version);
  return [`etcd:${etcd}-0`, ...STATIC_PODS.slice(1).map((name) => `${name}:${kubernetes}`)];
}

interface StatusOfNode {
  readonly components: readonly { readonly name: string; readonly healthy: boolean | null; readonly version: string }[];
}

/**
 * Waits until every component of a node with tsadm on it runs and is well. Controller manager and scheduler end when they miss
 * their API server, and the kubelet lets them wait before it starts them again.
 */
export async function waitUntilWell(node: LabNode): Promise<void> {
  await until(`all components of ${node.name} to be well`, 90_000, async () => {
    const told = (await node.exec(['tsadm', 'status', '-o', 'json'])).stdout;
    const { components } = (JSON.parse(told) as { readonly result: StatusOfNode }).result;
    const well = components.filter(({ healthy }) => healthy === true).map(({ name }) => name);
    return { done: STATIC_PODS.every((name) => well.includes(name)), seen: told };
  });
}

/** The same, and the API server is of this version. */
export async function expectHealthy(node: LabNode, version: string): Promise<void> {
  await waitUntilWell(node);
  // The kubelet that was started last may start a component once more.
  await until(`the API server of ${version} to answer`, 60_000, async () => {
    const { exitCode, stdout, stderr } = await node.exec(['kubectl', 'get', '--raw=/version']);
    return { done: exitCode === 0 && stdout.includes(`"gitVersion": "${version}"`), seen: `${stdout}${stderr}` };
  });
}

/** The cluster is whole after an upgrade. */
export async function expectUpgraded(
  node: LabNode,
  version: string,
  nodes: readonly string[],
  systemPods: number,
): Promise<void> {
  expect(await manifestImages(node)).toEqual(imagesOf(version));
  await expectHealthy(node, version);
  await waitForNodes(node, nodes);
  // Controllers begin again when their lease is taken over; until then the Pods of before are all that there is.
  for (const workload of ['deployment/coredns', 'daemonset/kube-proxy']) {
    await until(`${workload} to be rolled out`, 180_000, async () => {
      const told = await node.exec(['kubectl', 'rollout', 'status', workload, '-n', 'kube-system', '--timeout=10s']);
      return { done: told.exitCode === 0, seen: `${told.stdout}${told.stderr}` };
    });
  }
  await waitForSystemPods(node, systemPods);
  const { kubernetes, coredns } = release(version);
  const image = (kind: string, name: string): Promise<string> =>
    node.kubectl('get', kind, name, '-n', 'kube-system', '-o=jsonpath={.spec.template.spec.containers[0].image}');
  expect(await image('daemonset', 'kube-proxy')).toMatch(new RegExp(`:${kubernetes}$`));
  expect(await image('deployment', 'coredns')).toMatch(new RegExp(`:v${coredns}$`));
  expect(await node.kubectl('get', 'configmap', 'kubeadm-config', '-n', 'kube-system', '-o=yaml')).toContain(
    `kubernetesVersion: ${kubernetes}`,
  );
}

/** An upgrade that must fail: what it said is told, and given back. */
export async function expectFailed(
  node: LabNode,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<CommandResult> {
  const begun = Date.now();
  const result = await node.exec(command, { timeoutMs: 600_000, ...options });
  say(`failed as it should, after ${((Date.now() - begun) / 1000).toFixed(0)} s:\n${result.stderr.trim().slice(-900)}`);
  expect(result.exitCode, `${result.stdout}${result.stderr}`).not.toBe(0);
  expect(result.stderr).not.toMatch(/^\s+at \S+ \(/m);
  return result;
}

/** What a failed upgrade must leave alone. */
export interface ClusterState {
  /** Texts of the manifests of static Pods. */
  readonly manifests: { readonly [component: string]: string };
  /** ConfigMaps of kube-system. */
  readonly stored: string;
  /** Images of CoreDNS and kube-proxy. */
  readonly addons: string;
  /** Members of etcd, as its leader tells them. */
  readonly members: readonly LabMember[];
}

/** Looks at the cluster of a control plane; it must be well. */
export async function stateOf(node: LabNode): Promise<ClusterState> {
  const manifests = await Promise.all(
    STATIC_PODS.map(async (name) => [name, await node.readFile(`/etc/kubernetes/manifests/${name}.yaml`)] as const),
  );
  const inSystem = (kinds: string, fields: string): Promise<string> =>
    node.kubectl(
      ...['get', kinds, '-n', 'kube-system'],
      `-o=jsonpath={range .items[*]}{.metadata.name}={${fields}}{"\\n"}{end}`,
    );
  return {
    manifests: Object.fromEntries(manifests),
    stored: await inSystem('configmaps', '.data'),
    addons: await inSystem('deployments,daemonsets', '.spec.template.spec.containers[*].image'),
    members: await settledMembers(node),
  };
}

/** For a while after a static Pod was started, the Pod that mirrors it is still the old one, and nothing runs in that. */
async function settledMembers(node: LabNode): Promise<readonly LabMember[]> {
  let members: readonly LabMember[] = [];
  await until(`etcd of ${node.name} to tell its members`, 60_000, () =>
    etcdMembers(node).then(
      (found) => {
        members = found;
        return { done: true, seen: '' };
      },
      (error: Error) => ({ done: false, seen: error.message }),
    ),
  );
  return members;
}

/** All is as before, but that etcd has become healthy as the new one: going back from there would be wrong. */
export function withNewEtcd(before: ClusterState, version: string): ClusterState {
  const etcd = expect.stringContaining(`/${imagesOf(version)[0]}`) as string;
  return { ...before, manifests: { ...before.manifests, etcd } };
}

/** What a program left of an upgrade on the first control plane. */
export async function captureUpgraded(node: LabNode): Promise<Made> {
  await dropData(node);
  const { files, objects } = await capture(node);
  return { files: comparable(files), objects };
}

/** The same on any node: files alone. etcd lists members by their random ids. */
export async function captureUpgradedFiles(node: LabNode): Promise<CapturedFiles> {
  await dropData(node);
  const files = JSON.stringify(comparable(await captureFiles(node)));
  const sorted = files.replace(
    /(--initial-cluster=)([^\\"]*)/g,
    (_, flag, list) => `${flag}${list.split(',').sort().join(',')}`,
  );
  return JSON.parse(sorted) as CapturedFiles;
}

/** The copy of etcd's data is more than a capture takes. */
async function dropData(node: LabNode): Promise<void> {
  await node.run('sh', '-c', 'rm -rf /etc/kubernetes/tmp/kubeadm-backup-etcd*/etcd/member');
}

/** How old a CA was when a file with it was written is time alone. The kubelet's configuration is kept by kubeadm also when it stays the same. */
function comparable(files: CapturedFiles): CapturedFiles {
  const kept = Object.entries(files)
    .filter(([path]) => !path.includes('/tmp/kubeadm-kubelet-config-'))
    .map(([path, { content, ...file }]) => {
      const masked = content?.replace(/from \d+ minutes before the file was written/g, 'from before');
      return [path, masked === undefined ? file : { ...file, content: masked }] as const;
    });
  return Object.fromEntries(kept);
}
