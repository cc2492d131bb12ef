import { expect, test } from 'vitest';
import { gateStanding, isRootless, settledGates, storedGateWords } from '../../src/spec/feature-gates.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { minorFacts } from '../../src/spec/versions.ts';

test.each([
  ['v1.35.4', 'ControlPlaneKubeletLocalMode', false, 'known'],
  ['v1.36.3', 'ControlPlaneKubeletLocalMode', true, 'settled'],
  ['v1.36.3', 'ControlPlaneKubeletLocalMode', false, 'overruled'],
  ['v1.36.3', 'PublicKeysECDSA', true, 'deprecated'],
  ['v1.37.0', 'PublicKeysECDSA', true, 'overruled'],
  ['v1.37.0', 'PublicKeysECDSA', false, 'settled'],
  ['v1.37.0', 'NodeLocalCRISocket', true, 'settled'],
  ['v1.37.0', 'RootlessControlPlane', true, 'known'],
  ['v1.36.3', 'Foo', true, 'unknown'],
] as const)('%s: %s=%s is %s', (version, gate, value, standing) => {
  expect(gateStanding(minorFacts(version), gate, value)).toBe(standing);
});

test('every gate that a newer minor dropped is settled', () => {
  const older = Object.keys(minorFacts('v1.35.0').featureGates);
  const dropped = older.filter((gate) => minorFacts('v1.37.0').featureGates[gate] === undefined);
  expect(dropped.filter((gate) => !(gate in settledGates))).toEqual([]);
});

test('RootlessControlPlane is carried out, and without a complaint', () => {
  const load = (value: boolean) =>
    loadInitSpec({
      program: 'tsadm',
      overrides: [
        { path: 'ClusterConfiguration.kubernetesVersion', value: 'v1.36.3', flag: 'kubernetes-version' },
        { path: 'ClusterConfiguration.featureGates', value: { RootlessControlPlane: value }, flag: 'feature-gates' },
      ],
    });
  for (const value of [true, false]) {
    const { spec, warnings } = load(value);
    expect(isRootless(spec.cluster)).toBe(value);
    expect(warnings).toEqual([]);
  }
});

// As kubeadm of each of them prints it in `upgrade plan` and `upgrade apply`.
test.each([
  ['v1.35.4', ['PublicKeysECDSA is deprecated', 'EtcdLearnerMode is not known any more', 'Own is not known any more']],
  [
    'v1.37.0',
    [
      'PublicKeysECDSA is not known any more',
      'NodeLocalCRISocket is not known any more',
      'EtcdLearnerMode is not known any more',
      'Own is not known any more',
    ],
  ],
] as const)('what an upgrade to %s says of stored gates', (version, words) => {
  const gates = {
    PublicKeysECDSA: true,
    NodeLocalCRISocket: false,
    EtcdLearnerMode: true,
    Own: true,
    RootlessControlPlane: false,
  };
  const said = storedGateWords(gates, minorFacts(version));
  expect(
    said.map((text) =>
      / gate (\S+) in the stored configuration (is (?:deprecated|not known any more))/.exec(text)!.slice(1).join(' '),
    ),
  ).toEqual(words);
});
