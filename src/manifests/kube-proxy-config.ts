import type { JsonObject } from '../plan/json.ts';
import { isIP, isIPv6 } from '../spec/addresses.ts';
import type { InitSpec } from '../spec/types.ts';
import { minorFacts } from '../spec/versions.ts';
import { goDocument } from './go-document.ts';
import { kubeProxyShape } from './kube-proxy-shape.ts';
import {
  departures,
  fieldAt,
  type Recommendation,
  type Recommended,
  withField,
  withRecommended,
} from './recommended.ts';

/** What the configuration of kube-proxy depends on. */
export type KubeProxyConfigSpec = Pick<InitSpec, 'cluster' | 'localAPIEndpoint' | 'kubeProxy'>;

/** The configuration of kube-proxy for the whole cluster. */
export function kubeProxyConfiguration(spec: KubeProxyConfigSpec): JsonObject {
  const { kubeProxyMode } = minorFacts(spec.cluster.kubernetesVersion);
  const document = withRecommended(spec.kubeProxy.object, [
    ...recommended(spec),
    ...(kubeProxyMode === '' ? [] : [{ path: 'mode', value: kubeProxyMode }]),
  ]);
  return goDocument(
    { ...document, apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' },
    kubeProxyShape,
  );
}

/** Where the user's kube-proxy configuration departs from what the cluster needs. */
export function kubeProxyRecommendations(spec: KubeProxyConfigSpec): readonly Recommendation[] {
  const { object } = spec.kubeProxy;
  const found = departures('KubeProxyConfiguration', object, recommended(spec)).flatMap((one) =>
    one.path === 'bindAddress' ? bindAddressDeparture(spec, one) : [one],
  );
  return [...found, ...deprecatedMode(spec)];
}

function recommended(spec: KubeProxyConfigSpec): readonly Recommended[] {
  const { podSubnet } = spec.cluster.networking;
  return [
    { path: 'bindAddress', value: wildcard(spec.localAPIEndpoint.advertiseAddress) },
    ...(podSubnet === '' ? [] : [{ path: 'clusterCIDR', value: podSubnet }]),
    { path: 'clientConnection.kubeconfig', value: '/var/lib/kube-proxy/kubeconfig.conf' },
  ];
}

function wildcard(address: string): string {
  return isIPv6(address) ? '::' : '0.0.0.0';
}

/** The wildcard of either family is fine, and the advice stays in the family that the user chose. */
function bindAddressDeparture(spec: KubeProxyConfigSpec, departure: Recommendation): readonly Recommendation[] {
  const address = departure.found;
  if (!advisesAnew(spec) || typeof address !== 'string' || !isIP(address)) return [departure];
  const document = withField({}, 'bindAddress', address);
  return departures('KubeProxyConfiguration', document, [{ path: 'bindAddress', value: wildcard(address) }]);
}

function deprecatedMode(spec: KubeProxyConfigSpec): readonly Recommendation[] {
  const found = fieldAt(spec.kubeProxy.object, 'mode');
  if (!advisesAnew(spec) || found !== 'ipvs') return [];
  return [
    {
      kind: 'KubeProxyConfiguration',
      path: 'mode',
      recommended: 'nftables',
      found,
      message:
        'KubeProxyConfiguration: mode is "ipvs", which is deprecated; "nftables" is recommended, or "iptables" on old kernels',
    },
  ];
}

/** The release that spells out the mode is also the one whose advice on mode and bind address changed. */
function advisesAnew(spec: KubeProxyConfigSpec): boolean {
  return minorFacts(spec.cluster.kubernetesVersion).kubeProxyMode !== '';
}
