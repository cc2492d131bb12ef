import { expect } from 'vitest';
import { capture, type Made } from './bring-up.ts';
import { type Bootstrapper, IGNORED_CHECKS, until, waitForNodes, waitForSystemPods } from './cluster.ts';
import type { CommandResult } from './command.ts';
import type { ExecOptions, LabNode } from './node.ts';
import { say, timed } from './progress.ts';
import { applyCommand } from './upgrade-command.ts';
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
  return timed(`${program} upgrade node on ${node.name}`, () =>
    mustSucceed(node, [program, 'upgrade', 'node', IGNORED_CHECKS]),
  );
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
  expect(JSON.parse(await node.kubectl('get', '--raw=/version'))).toMatchObject({ gitVersion: version });
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

/** What a failed upgrade must leave alone: manifests, members of etcd, what is stored. */
export async function stateOf(node: LabNode): Promise<string> {
  const manifests = await Promise.all(
    STATIC_PODS.map((name) => node.readFile(`/etc/kubernetes/manifests/${name}.yaml`)),
  );
  const stored = await node.kubectl(
    ...['get', 'configmaps', '-n', 'kube-system', '-o=jsonpath={range .items[*]}{.metadata.name}={.data}{"\\n"}{end}'],
  );
  const members = await node.kubectl('get', 'pods', '-n', 'kube-system', '-l', 'component=etcd', '-o=name');
  return [...manifests, stored, members].join('\n---\n');
}

/**
 * What a program left of an upgrade. How old a CA was when a file with it was written is time alone. The kubelet's configuration is kept by kubeadm also when it stays the same, and the copy
 * of etcd's data is more than a capture takes.
 */
export async function captureUpgraded(node: LabNode): Promise<Made> {
  await node.run('sh', '-c', 'rm -rf /etc/kubernetes/tmp/kubeadm-backup-etcd*/etcd/member');
  const { files, objects } = await capture(node);
  const kept = Object.entries(files)
    .filter(([path]) => !path.includes('/tmp/kubeadm-kubelet-config-'))
    .map(([path, { content, ...file }]) => {
      const masked = content?.replace(/from \d+ minutes before the file was written/g, 'from before');
      return [path, masked === undefined ? file : { ...file, content: masked }] as const;
    });
  return { files: Object.fromEntries(kept), objects };
}
