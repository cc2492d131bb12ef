import type { Host } from '../host/host.ts';
import type { Json, KubeObject } from '../plan/json.ts';
import { tagOfImage } from '../spec/images.ts';
import { type Seen, type StoredWanted, tryUntil } from './stored-objects.ts';

/** Image tags of what runs in a cluster. */
export interface ComponentVersions {
  /** By component and node, from the Pods that mirror static ones. */
  readonly staticPods: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** '' when there is no CoreDNS. */
  readonly coreDns: string;
}

const namespace = 'kube-system';
const tierLabel = 'tier=control-plane';
const dnsLabel = 'k8s-app=kube-dns';

/** Asks a cluster for the images of its control planes and of CoreDNS. What cannot be told at once is asked for again. */
export async function observeComponentVersions(
  wanted: Omit<StoredWanted, 'components'>,
  host: Host,
): Promise<Seen<ComponentVersions>> {
  return tryUntil(wanted, host, async () => {
    const api = await host.kube.connect(wanted.via);
    const [pods, deployments] = await Promise.all([
      api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, { labels: tierLabel }),
      api.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }, { labels: dnsLabel }),
    ]);
    const staticPods = new Map<string, Map<string, string>>();
    for (const pod of pods) {
      const component = pod.metadata.labels?.['component'];
      const { nodeName = '', containers } = podSpec(pod['spec']);
      if (component === undefined) continue;
      const image = containers?.find(({ name }) => name === component)?.image ?? '';
      staticPods.set(component, (staticPods.get(component) ?? new Map()).set(nodeName, tagOfImage(image)));
    }
    return { staticPods, coreDns: tagOfImage(deploymentImage(deployments[0])) };
  });
}

function deploymentImage(deployment: KubeObject | undefined): string {
  const { template } = (deployment?.['spec'] ?? {}) as { readonly template?: { readonly spec?: Json } };
  return podSpec(template?.spec).containers?.[0]?.image ?? '';
}

function podSpec(spec: Json | undefined) {
  return (spec ?? {}) as {
    readonly nodeName?: string;
    readonly containers?: readonly { readonly name: string; readonly image?: string }[];
  };
}
