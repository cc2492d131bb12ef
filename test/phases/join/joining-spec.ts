import { Secret } from '../../../src/plan/secret.ts';
import type { JoinSpec } from '../../../src/spec/join-spec.ts';
import { initSpec, type SpecParts } from '../../manifests/spec-builder.ts';

/** A second control plane, cp2 at 10.0.0.11, that joins through lb:6443. */
export function joiningSpec(parts: SpecParts & Partial<Pick<JoinSpec, 'controlPlane'>> = {}): JoinSpec {
  const { controlPlane = true, ...rest } = parts;
  return {
    ...initSpec({
      localAPIEndpoint: { advertiseAddress: '10.0.0.11', bindPort: 6443 },
      ...rest,
      cluster: { controlPlaneEndpoint: 'lb:6443', ...rest.cluster },
      nodeRegistration: { name: 'cp2', ...rest.nodeRegistration },
    }),
    discovery: { tlsBootstrapToken: new Secret('abcdef.0123456789abcdef') },
    caCertPath: '/etc/kubernetes/pki/ca.crt',
    controlPlane,
    found: {
      server: 'https://lb:6443',
      authority: 'CA',
      bootstrapKubeconfig: new Secret('kubeconfig'),
    },
  };
}

/** An external etcd. */
export const externalEtcd = {
  external: {
    endpoints: ['https://etcd:2379'],
    httpEndpoints: ['https://etcd:2379'],
    caFile: '/etc/etcd-client/ca.crt',
    certFile: '/etc/etcd-client/client.crt',
    keyFile: '/etc/etcd-client/client.key',
  },
};
