import { describe, expect, test } from 'vitest';
import { coreDns } from '../../src/manifests/coredns.ts';
import { withKeptChanges } from '../../src/manifests/kept-changes.ts';
import { kubeProxy } from '../../src/manifests/kube-proxy.ts';
import type { Json, KubeObject } from '../../src/plan/json.ts';
import { initSpec } from './spec-builder.ts';

const node = { hostName: 'cp1', proxyEnv: [], systemdResolvedActive: false, caDirectories: [] };
const specOf = (kubernetesVersion: string) => initSpec({ cluster: { kubernetesVersion } });
const deployment = (version: string): KubeObject =>
  coreDns(specOf(version)).find(({ object }) => object.kind === 'Deployment')!.object;
const daemonSet = (version: string): KubeObject =>
  kubeProxy(specOf(version), node).find(({ object }) => object.kind === 'DaemonSet')!.object;

/** The object with something else at a path; undefined takes it away. */
function changed(object: KubeObject, path: string, value: Json | undefined): KubeObject {
  const copy = structuredClone(object);
  const steps = path.split('.');
  const last = steps.pop()!;
  let at = copy as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const base = deployment('v1.35.4');
const target = deployment('v1.37.0');
const pod = 'spec.template.spec';

test('what nobody has changed gets the new defaults, also with what an API server fills in', () => {
  const live = changed(changed(base, `${pod}.schedulerName`, 'default-scheduler'), 'status', { replicas: 2 });
  expect(withKeptChanges(base, live, target)).toEqual({ object: target, kept: [] });
  const proxy = daemonSet('v1.36.3');
  expect(withKeptChanges(daemonSet('v1.35.4'), daemonSet('v1.35.4'), proxy)).toEqual({ object: proxy, kept: [] });
});

describe('what people have changed stays', () => {
  test.each<[string, Json | undefined, string]>([
    ['spec.replicas', 5, 'spec.replicas'],
    [`${pod}.tolerations`, [{ operator: 'Exists' }], `${pod}.tolerations`],
    [`${pod}.tolerations`, undefined, `${pod}.tolerations`],
    [`${pod}.nodeSelector`, { 'kubernetes.io/os': 'linux', dns: 'yes' }, ''],
    [`${pod}.containers.0.resources.limits.memory`, '1Gi', `${pod}.containers[coredns].resources.limits.memory`],
    [`${pod}.containers.0.args`, ['-conf', '/x'], `${pod}.containers[coredns].args`],
    [`${pod}.containers.0.ports.1.name`, 'tcp', `${pod}.containers[coredns].ports[53/TCP].name`],
    [`${pod}.volumes.0.configMap.name`, 'mine', `${pod}.volumes[config-volume].configMap.name`],
  ])('%s: %j', (path, value, kept) => {
    const live = changed(base, path, value);
    const result = withKeptChanges(base, live, target);
    // A field that no defaults name is not ours to write: an apply leaves it as it is.
    const wanted = kept === '' ? target : changed(target, path, value);
    expect(result).toEqual({ object: wanted, kept: kept === '' ? [] : [kept] });
  });
});

test('the image is what an upgrade is there to change', () => {
  const live = changed(base, `${pod}.containers.0.image`, 'registry.example/coredns:v1.0.0');
  expect(withKeptChanges(base, live, target)).toEqual({ object: target, kept: [] });
});

test('a default that changes between the versions reaches those who have left it alone, and no others', () => {
  const newer = changed(target, `${pod}.containers.0.resources.limits.memory`, '256Mi');
  const untouched = withKeptChanges(base, base, newer);
  expect(untouched).toEqual({ object: newer, kept: [] });
  const touched = changed(base, `${pod}.containers.0.resources.limits.memory`, '1Gi');
  expect(withKeptChanges(base, touched, newer).object).toEqual(
    changed(newer, `${pod}.containers.0.resources.limits.memory`, '1Gi'),
  );
  const added = changed(target, `${pod}.hostUsers`, false);
  expect(withKeptChanges(base, base, added)).toEqual({ object: added, kept: [] });
});
