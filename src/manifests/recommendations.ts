import { type KubeProxyConfigSpec, kubeProxyRecommendations } from './kube-proxy-config.ts';
import { type KubeletSpec, kubeletRecommendations } from './kubelet-config.ts';
import type { Recommendation } from './recommended.ts';

/** Where the user's component configurations depart from what the cluster needs; kube-proxy first. */
export function recommendations(spec: KubeletSpec & KubeProxyConfigSpec): readonly Recommendation[] {
  return [...kubeProxyRecommendations(spec), ...kubeletRecommendations(spec)];
}
