import type { KubeObject } from '../plan/json.ts';
import type { Secret } from '../plan/secret.ts';
import { bootstrapTokenSecretName, type KnownBootstrapToken } from './bootstrap-token.ts';
import { converge, type ManifestObject } from './manifest-object.ts';
import { group, nodeBootstrapGroup, readerRole, roleBinding } from './rbac.ts';

/** Name of the Secret with the shared certificates. */
export const certificatesSecretName = 'kubeadm-certs';

const namespace = 'kube-system';
const readers = 'kubeadm:kubeadm-certs';

/** How long the uploaded certificates stay, in milliseconds. */
export const certificatesLifetime = 2 * 60 * 60 * 1000;

/** The token whose end also ends the Secret with the certificates: it owns that Secret and grants nothing. */
export function certificatesOwnerToken(token: Secret): KnownBootstrapToken {
  return {
    token,
    description: 'Proxy for managing TTL for the kubeadm-certs secret',
    ttl: certificatesLifetime,
    usages: [],
    groups: [],
  };
}

/**
 * The Secret with the shared certificates and the right of joining nodes to read it. The Secret is replaced as a
 * whole, because an object can have one controlling owner only.
 * @param data encrypted contents in base64, by key
 * @param owner id of the owning token and uid of its Secret
 */
export function certificatesSecret(
  data: { readonly [key: string]: string },
  owner: { readonly tokenId: string; readonly uid: string },
): readonly ManifestObject[] {
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: certificatesSecretName,
      namespace,
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          name: bootstrapTokenSecretName(owner.tokenId),
          uid: owner.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    data,
  };
  return [{ object: secret, policy: 'replace', secret: true }, ...certificatesReaders()];
}

/** The right of joining nodes to read the Secret with the certificates. */
export function certificatesReaders(): readonly ManifestObject[] {
  return [
    readerRole(readers, namespace, { resource: 'secrets', name: certificatesSecretName }),
    roleBinding(readers, namespace, [group(nodeBootstrapGroup)]),
  ].map(converge);
}
