import { expect, it } from 'vitest';
import { componentEnv, podMasks, proxyMasks } from '../../src/manifests/env.ts';
import { Secret } from '../../src/plan/secret.ts';
import { initSpec, nodeFacts, plainComponent, plainEtcd } from './spec-builder.ts';

const proxied = nodeFacts({
  proxyEnv: [
    { name: 'HTTPS_PROXY', value: 'http://user:pa:ss@proxy:3128' },
    { name: 'NO_PROXY', value: 'a,b' },
    { name: 'http_proxy', value: 'http://proxy' },
  ],
});

it('sorts by name in byte order; the user’s win', () => {
  const env = componentEnv(proxied, [
    { name: 'a', value: new Secret('first') },
    { name: 'NO_PROXY', value: new Secret('mine') },
    { name: 'a', value: new Secret('last') },
  ]);
  expect(env).toEqual([
    { name: 'HTTPS_PROXY', value: 'http://user:pa:ss@proxy:3128' },
    { name: 'NO_PROXY', value: 'mine' },
    { name: 'a', value: 'last' },
    { name: 'http_proxy', value: 'http://proxy' },
  ]);
});

it('spells out the version of a field reference and writes no empty value', () => {
  const env = componentEnv(nodeFacts(), [
    { name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'B', value: new Secret('') },
    { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ]);
  expect(env).toEqual([
    { name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
    { name: 'B' },
    { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ]);
});

it('masks values of extraEnvs and passwords of proxies', () => {
  const spec = initSpec({
    cluster: {
      scheduler: { ...plainComponent, extraEnvs: [{ name: 'A', value: new Secret('v') }] },
      etcd: { local: { ...plainEtcd, extraEnvs: [{ name: 'E', value: new Secret('e') }] } },
    },
  });
  const revealed = (component: 'kube-scheduler' | 'etcd' | 'kube-apiserver') =>
    podMasks(spec, component, proxied).map((mask) => mask.reveal());
  expect(revealed('kube-scheduler')).toEqual(['v', 'pa:ss']);
  expect(revealed('kube-apiserver')).toEqual(['pa:ss']);
  expect(revealed('etcd')).toEqual(['e']);
  expect(proxyMasks(nodeFacts())).toEqual([]);
});
