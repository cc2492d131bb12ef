import type { KubeObject } from '../../../src/plan/json.ts';

/** The ConfigMap and the Deployment of a CoreDNS that runs. */
export function installedCoreDns(tag: string, corefile = '.:53 {\n    errors\n}\n'): readonly KubeObject[] {
  const metadata = { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        template: { spec: { containers: [{ name: 'coredns', image: `registry.k8s.io/coredns/coredns:${tag}` }] } },
      },
    },
  ];
}
