import type { Host } from '../../host/host.ts';
import type { KubeObject } from '../../plan/json.ts';
import type { FoundCluster } from '../../spec/join-spec.ts';
import { ask, type Line, openLine } from './ask.ts';
import { type Asking, askAgain } from './ask-again.ts';
import { DiscoveryError } from './discovery-error.ts';

/** What a cluster has stored for its nodes, as it was found. */
export interface StoredTexts {
  /** The ConfigMap kube-system/kubeadm-config. */
  readonly cluster: KubeObject;
  /** The ConfigMap kube-system/kubelet-config. */
  readonly kubelet: KubeObject;
}

/**
 * Reads the cluster's configuration with what the kubelet will use to ask for its certificate: if that does not work,
 * nothing after it would.
 * @param via name under which the clients then know the bootstrap kubeconfig
 * @throws DiscoveryError; Aborted on a signal
 */
export async function readStoredTexts(
  found: FoundCluster,
  via: string,
  asking: Asking,
  host: Host,
): Promise<StoredTexts> {
  const line = await openLine(via, found.bootstrapKubeconfig, found.server, host);
  const read = (name: string): Promise<KubeObject> =>
    askAgain(asking, (timeoutMs) => readConfigMap(line, name, timeoutMs));
  const [cluster, kubelet] = await Promise.all([read('kubeadm-config'), read('kubelet-config')]);
  return { cluster, kubelet };
}

async function readConfigMap(line: Line, name: string, timeoutMs: number): Promise<KubeObject> {
  const at = new URL(line.server.url).host;
  const { status, body } = await ask(line, `/api/v1/namespaces/kube-system/configmaps/${name}`, timeoutMs);
  if (status === 200) return body as KubeObject;
  if (status === 401) {
    throw new DiscoveryError({
      obstacle: 'unauthorised',
      message: `${at} does not accept the credentials for the TLS bootstrap`,
      hint: 'the token has expired, is wrong, or is not meant for authentication: token list on a control plane',
      passing: true,
    });
  }
  if (status === 404) {
    const part = name === 'kubeadm-config' ? 'kubeadm' : 'kubelet';
    throw new DiscoveryError({
      obstacle: 'configuration-missing',
      message: `the cluster at ${at} has no ConfigMap kube-system/${name}`,
      hint: `on a control plane: init phase upload-config ${part} --config <file>`,
      passing: true,
    });
  }
  throw new DiscoveryError({
    obstacle: 'configuration-forbidden',
    message: `the credentials for the TLS bootstrap may not read kube-system/${name} at ${at} (status ${status})`,
    hint: 'the token must be in the group system:bootstrappers:kubeadm:default-node-token, and its roles must be there: init phase upload-config on a control plane',
    passing: true,
  });
}
