import type { KubeObject } from '../../plan/json.ts';
import { tagOfImage } from '../images.ts';

/** CoreDNS as a cluster has it. */
export interface InstalledDns {
  /** undefined without the ConfigMap. */
  readonly corefile: string | undefined;
  /** Tag of the image that runs, `v1.13.1`; '' when there is none, and without the ConfigMap. */
  readonly tag: string;
  readonly deployment: KubeObject | undefined;
}

/** The Deployments that count, whatever they are called (kubeadm 1.35.4 to 1.37.0). */
export const dnsDeployments = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'kube-system',
  labels: 'k8s-app=kube-dns',
} as const;

/** The ConfigMap with the Corefile. */
export const dnsConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'coredns',
  namespace: 'kube-system',
} as const;

/** The key of the ConfigMap with the Corefile, and the one that keeps it when it was migrated. */
export const corefileKey = 'Corefile';
export const corefileBackupKey = 'Corefile-backup';

/**
 * What is installed, from the ConfigMap and the Deployments.
 * @returns a problem instead, where kubeadm does not know what to upgrade
 */
export function installedDns(
  configMap: KubeObject | undefined,
  deployments: readonly KubeObject[],
): InstalledDns | { readonly problem: string } {
  if (deployments.length > 1) {
    const names = deployments.map(({ metadata }) => metadata.name).join(', ');
    return {
      problem: `there are several Deployments with the label ${dnsDeployments.labels} in ${dnsDeployments.namespace}: ${names}`,
    };
  }
  const [deployment] = deployments;
  if (configMap === undefined) return { corefile: undefined, tag: '', deployment };
  const corefile = ((configMap['data'] ?? {}) as { readonly [key: string]: string | undefined })[corefileKey];
  if (corefile === undefined) return { problem: `the ConfigMap kube-system/coredns has no ${corefileKey}` };
  return { corefile, tag: deployment === undefined ? '' : imageTagOf(deployment), deployment };
}

function imageTagOf(deployment: KubeObject): string {
  const { template } = (deployment['spec'] ?? {}) as {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
  return tagOfImage(template?.spec?.containers?.[0]?.image ?? '');
}

/** The release that a tag names: `1.13.1` of `v1.13.1`. */
export function dnsRelease(tag: string): string {
  return tag.replace(/^v+/, '');
}
