import { kubeletClientCertificate, kubeletDirectory } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';

/** Where the kubelet keeps its rotated client certificate; its flag cert-dir moves it. */
export function rotatedCertificate(spec: Pick<InitSpec, 'nodeRegistration'>): string {
  const { kubeletExtraArgs } = spec.nodeRegistration;
  const directory = kubeletExtraArgs.findLast(({ name }) => name === 'cert-dir')?.value;
  const name = kubeletClientCertificate.slice(kubeletClientCertificate.lastIndexOf('/') + 1);
  return `${directory ?? `${kubeletDirectory}/pki`}/${name}`;
}
