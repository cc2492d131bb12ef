import { EffectError, type Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { componentConfig } from '../spec/component-config.ts';
import { defaultOptions, initSpec } from '../spec/defaults.ts';
import { storedComponent } from '../spec/stored-component.ts';
import { type StoredCluster, storedCluster } from '../spec/stored-configuration.ts';
import type { ComponentConfig, InitSpec, RunOptions } from '../spec/types.ts';
import { observeApiEndpoint, observeNodeName, observeStoredNode } from './stored-node.ts';
import { observeStoredObjects, type Seen, type StoredWanted } from './stored-objects.ts';

/** What of the configuration in the cluster is wanted, as kubeadm's commands differ in it. */
export interface StoredRequest extends StoredWanted {
  /** Name, runtime socket and taints of this node; without it nodeRegistration holds the defaults. */
  readonly node: boolean;
  /** Where this node's API server listens; without it localAPIEndpoint holds the defaults ('' and 6443). */
  readonly apiEndpoint: boolean;
  readonly options: Partial<RunOptions> & Pick<RunOptions, 'program'>;
}

/** The configuration that `init` would have to be given to make this cluster (and node) as it is. */
export interface StoredSpec {
  readonly spec: InitSpec;
  readonly stored: StoredCluster;
  readonly warnings: readonly Issue[];
}

/**
 * Reads the configuration that is stored in a cluster, for commands on a cluster that exists. Absent means that an API
 * server answered and has none; unknown means that nobody can say.
 * @throws ConfigError when what is stored cannot be understood
 */
export async function observeStoredSpec(request: StoredRequest, host: Host): Promise<Seen<StoredSpec>> {
  const name = request.node || request.apiEndpoint ? await observeNodeName(host) : undefined;
  if (name !== undefined && name.state !== 'present') return name;
  const [objects, node, endpoint] = await Promise.all([
    observeStoredObjects(request, host),
    request.node && name ? observeStoredNode(name.value, request, host) : undefined,
    request.apiEndpoint && name ? observeApiEndpoint(name.value, request, host) : undefined,
  ]);
  if (objects.state !== 'present') return objects;
  if (node !== undefined && node.state !== 'present') return node;
  if (endpoint !== undefined && endpoint.state !== 'present') return endpoint;
  const stored = storedCluster(objects.value.cluster, 'kube-system/kubeadm-config');
  const nothing = componentConfig(undefined);
  const { kubelet, kubeProxy } = objects.value;
  const proxy = kubeProxy && storedComponent(kubeProxy, 'config.conf');
  const plain = initSpec(
    {},
    {},
    {
      kubelet: (kubelet && storedComponent(kubelet, 'kubelet')) ?? nothing,
      kubeProxy: proxy ?? nothing,
      options: { ...defaultOptions(request.options.program), ...request.options },
    },
  );
  return {
    state: 'present',
    value: {
      stored,
      spec: {
        ...plain,
        cluster: stored.cluster,
        nodeRegistration: { ...plain.nodeRegistration, ...node?.value },
        localAPIEndpoint: { ...plain.localAPIEndpoint, ...endpoint?.value },
      },
      warnings: [...stored.warnings, ...(request.components ? missingProxy(proxy) : [])],
    },
  };
}

/** Its addon may have been skipped; kubeadm goes on without it, too. */
function missingProxy(proxy: ComponentConfig | undefined): readonly Issue[] {
  return proxy === undefined
    ? [{ path: '', message: 'the cluster has no configuration of kube-proxy; going on without it' }]
    : [];
}

/**
 * The stored configuration, for commands that cannot do without.
 * @throws EffectError that says what stood in the way and what to do about it
 */
export function needStored<T>(seen: Seen<T>, kubeconfig: string): T {
  if (seen.state === 'present') return seen.value;
  const said = 'the configuration of the cluster cannot be read';
  throw new EffectError(`${said}: ${seen.why}`, {}, { hint: hintFor(seen, kubeconfig) });
}

function hintFor(seen: Exclude<Seen<unknown>, { state: 'present' }>, kubeconfig: string): string {
  if (seen.state === 'absent')
    return 'was this cluster made with kubeadm or tsadm? kubectl -n kube-system get cm kubeadm-config -o yaml';
  switch (seen.obstacle) {
    case 'no-kubeconfig':
      return 'give a kubeconfig of an administrator with --kubeconfig';
    case 'forbidden':
      return `the identity in ${kubeconfig} may not read it; give another kubeconfig with --kubeconfig`;
    case 'unreachable':
      return `is the API server up, and is the server named in ${kubeconfig} right? See: kubectl --kubeconfig ${kubeconfig} cluster-info`;
    case 'failed':
      return `the API server answers but fails; see: kubectl --kubeconfig ${kubeconfig} get --raw /readyz?verbose`;
  }
}
