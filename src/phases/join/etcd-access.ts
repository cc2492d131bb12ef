import { certificateNamed, certificatePaths } from '../../pki/cert-list.ts';
import type { EtcdAccessPaths } from '../../plan/facts.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { adminKubeconfig } from '../../spec/paths.ts';

/** How a joining control plane reaches the etcd of the cluster: with the health check's certificate, as kubeadm does. */
export function etcdAccess(spec: JoinSpec): EtcdAccessPaths {
  const client = certificatePaths(certificateNamed('etcd-healthcheck-client'), spec);
  return {
    via: { kubeconfig: adminKubeconfig },
    caFile: certificatePaths(certificateNamed('etcd-ca'), spec).certificate,
    certFile: client.certificate,
    keyFile: client.key,
  };
}

/** The same as data of an operation. */
export function etcdAccessInput(spec: JoinSpec) {
  const { via, ...files } = etcdAccess(spec);
  return { via: { ...via }, ...files };
}
