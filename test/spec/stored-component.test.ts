import { expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { kubeletConfigMap } from '../../src/manifests/kubelet-config-map.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { storedComponent } from '../../src/spec/stored-component.ts';
import { initSpec } from '../manifests/spec-builder.ts';

const made = kubeletConfigMap(initSpec())[0]!.object;

test('what carries the hash of its text was made by the program', () => {
  const found = storedComponent(made, 'kubelet')!;
  expect(found.userSupplied).toBe(false);
  expect(found.object['clusterDomain']).toBe('cluster.local');
  expect(found.object).not.toHaveProperty('kind');
});

test('what was changed since, or never had a hash, is the user’s own', () => {
  const data = made['data'] as { readonly kubelet: string };
  const changed = { ...made, data: { kubelet: `${data.kubelet}maxPods: 50\n` } } as KubeObject;
  expect(storedComponent(changed, 'kubelet')).toMatchObject({ userSupplied: true, object: { maxPods: 50 } });
  const bare = { ...made, metadata: { name: 'kubelet-config', namespace: 'kube-system' } } as KubeObject;
  expect(storedComponent(bare, 'kubelet')!.userSupplied).toBe(true);
});

test('no such key is nothing; what is no mapping is refused with its place', () => {
  expect(storedComponent(made, 'config.conf')).toBeUndefined();
  for (const text of ['a list', '- 1\n', '{']) {
    const broken = { ...made, data: { kubelet: text } } as KubeObject;
    expect(() => storedComponent(broken, 'kubelet')).toThrow(ConfigError);
  }
});
