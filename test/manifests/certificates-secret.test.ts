import { expect, it } from 'vitest';
import { certificatesSecret } from '../../src/manifests/certificates-secret.ts';

it('is owned by the token and can be read by joining nodes', () => {
  const [secret, role, binding] = certificatesSecret({ 'ca.crt': 'AAAA' }, { tokenId: 'abcdef', uid: 'u-1' });
  expect(secret).toEqual({
    policy: 'replace',
    secret: true,
    object: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'kubeadm-certs',
        namespace: 'kube-system',
        ownerReferences: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            name: 'bootstrap-token-abcdef',
            uid: 'u-1',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      data: { 'ca.crt': 'AAAA' },
    },
  });
  expect(role!.object).toMatchObject({
    kind: 'Role',
    metadata: { name: 'kubeadm:kubeadm-certs', namespace: 'kube-system' },
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['kubeadm-certs'], verbs: ['get'] }],
  });
  expect(binding!.object).toMatchObject({
    kind: 'RoleBinding',
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'kubeadm:kubeadm-certs' },
    subjects: [{ kind: 'Group', name: 'system:bootstrappers:kubeadm:default-node-token' }],
  });
});
