import { expect, test } from 'vitest';
import { checkShape } from '../../../src/spec/schema/check.ts';
import { kubeletConfiguration, kubeProxyConfiguration } from '../../../src/spec/schema/component-configs.ts';

test('fields that are not listed, and nulls, pass', () => {
  const document = { apiVersion: 'a', foo: 1, authentication: { bar: 2, x509: null }, maxPods: null };
  expect(checkShape(kubeletConfiguration, document).issues).toEqual([]);
  expect(checkShape(kubeProxyConfiguration, { foo: {}, conntrack: { bar: 1 } }).issues).toEqual([]);
});

/** Judged as kubeadm v1.36.3 judges them. */
test.each([
  [{ maxPods: '50' }, 'maxPods'],
  [{ maxPods: 3_000_000_000 }, 'maxPods'],
  [{ maxOpenFiles: 3_000_000_000 }, undefined],
  [{ failSwapOn: 'false' }, 'failSwapOn'],
  [{ syncFrequency: '1d' }, 'syncFrequency'],
  [{ featureGates: { A: 'true' } }, 'featureGates.A'],
  [{ evictionHard: { 'memory.available': 100 } }, 'evictionHard.memory.available'],
  [{ authentication: { anonymous: { enabled: 1 } } }, 'authentication.anonymous.enabled'],
])('KubeletConfiguration %j', (document, path) => {
  expect(checkShape(kubeletConfiguration, document).issues[0]?.path.join('.')).toBe(path);
});

test.each([
  [{ clientConnection: { qps: 1.5, burst: 10 } }, undefined],
  [{ clientConnection: { burst: 1.5 } }, 'clientConnection.burst'],
  [{ ipvs: { excludeCIDRs: 'a' } }, 'ipvs.excludeCIDRs'],
  [{ iptables: { masqueradeAll: 'yes' } }, 'iptables.masqueradeAll'],
])('KubeProxyConfiguration %j', (document, path) => {
  expect(checkShape(kubeProxyConfiguration, document).issues[0]?.path.join('.')).toBe(path);
});
