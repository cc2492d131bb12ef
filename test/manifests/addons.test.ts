import { describe, expect, it } from 'vitest';
import { coreDns, coreDnsPrinted } from '../../src/manifests/coredns.ts';
import { kubeProxy, kubeProxyPrinted } from '../../src/manifests/kube-proxy.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { initSpec, nodeFacts } from './spec-builder.ts';

const kinds = (objects: readonly KubeObject[]) => objects.map(({ kind }) => kind);

describe('CoreDNS', () => {
  it('is made and printed in kubeadm’s orders', () => {
    const made = coreDns(initSpec());
    expect(kinds(made.map(({ object }) => object))).toEqual([
      'ConfigMap',
      'ClusterRole',
      'ClusterRoleBinding',
      'ServiceAccount',
      'Deployment',
      'Service',
    ]);
    expect(kinds(coreDnsPrinted(initSpec()))).toEqual([
      'Deployment',
      'ConfigMap',
      'Service',
      'ClusterRole',
      'ClusterRoleBinding',
      'ServiceAccount',
    ]);
  });

  it('leaves a Corefile that is there', () => {
    expect(coreDns(initSpec()).map(({ policy }) => policy)).toEqual([
      'create-if-absent',
      ...Array.from({ length: 5 }, () => 'converge'),
    ]);
  });

  it('keeps the replicas of the Deployment that is there', () => {
    const existing = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'coredns' },
      spec: { replicas: 0 },
    };
    const replicas = (options: Parameters<typeof coreDns>[1]) => coreDns(initSpec(), options)[4]!.object['spec'];
    expect(replicas({ existing })).toMatchObject({ replicas: 0 });
    expect(replicas({})).toMatchObject({ replicas: 2 });
  });
});

describe('kube-proxy', () => {
  const node = nodeFacts({ proxyEnv: [{ name: 'HTTP_PROXY', value: 'http://u:secret@p' }] });

  it('is made and printed in kubeadm’s orders', () => {
    expect(kinds(kubeProxy(initSpec(), node).map(({ object }) => object))).toEqual([
      'ConfigMap',
      'DaemonSet',
      'ServiceAccount',
      'ClusterRoleBinding',
      'Role',
      'RoleBinding',
    ]);
    expect(kinds(kubeProxyPrinted(initSpec(), node))).toEqual([
      'ServiceAccount',
      'ClusterRoleBinding',
      'Role',
      'RoleBinding',
      'ConfigMap',
      'DaemonSet',
    ]);
  });

  it('gets the proxies of this machine, which are not printed', () => {
    expect(JSON.stringify(kubeProxy(initSpec(), node))).toContain('http://u:secret@p');
    expect(JSON.stringify(kubeProxyPrinted(initSpec(), node))).not.toContain('u:secret@p');
  });

  it('is marked as ours when it is made, not when it is printed nor when the user wrote it', () => {
    const mark = 'component-config.hash';
    const users = initSpec({ kubeProxy: { object: {}, userSupplied: true } });
    expect(JSON.stringify(kubeProxy(initSpec(), node))).toContain(mark);
    expect(JSON.stringify(kubeProxyPrinted(initSpec(), node))).not.toContain(mark);
    expect(JSON.stringify(kubeProxy(users, node))).not.toContain(mark);
  });
});
