import { describe, expect, test } from 'vitest';
import { cluster, init } from '../bad-cases.ts';
import { refusal } from '../issue-lines.ts';

/** What every rule finds wrong is in bad-cases.ts; here, what it advises. */
describe('advice', () => {
  test.each([
    [cluster('controlPlaneEndpoint: https://Api:6443/x'), 'write Api:6443'],
    [cluster('controlPlaneEndpoint: Api:6443'), 'write api:6443'],
    [cluster('controlPlaneEndpoint: "[fd00::1]"'), 'without a port, write fd00::1 without brackets'],
    [cluster('controlPlaneEndpoint: a_b'), 'write host or host:port'],
    [cluster('imageRepository: https://registry.example.org/k8s/'), 'write registry.example.org/k8s'],
    [cluster('imageRepository: a b'), 'write it like registry.example.org/kubernetes'],
    [cluster('encryptionAlgorithm: RSA2048'), 'did you mean RSA-2048?'],
    [cluster('encryptionAlgorithm: x'), 'take one of ECDSA-P256, ECDSA-P384, RSA-2048, RSA-3072, RSA-4096'],
    [cluster('featureGates: {RootlesControlPlane: true}'), 'did you mean "RootlessControlPlane"?'],
    [cluster('featureGates: {x: true}'), 'known gates: NodeLocalCRISocket, PublicKeysECDSA, RootlessControlPlane'],
    [cluster('networking: {serviceSubnet: "10.0.0.0/16, fd00::/112"}'), 'write 10.0.0.0/16,fd00::/112'],
    [cluster('networking: {serviceSubnet: 10.0.0.0/8}'), 'take a mask of /12 or longer for IPv4'],
    [cluster('apiServer: {certSANs: ["a_b"]}'), 'write it like 10.0.0.1, api.example.org or *.example.org'],
    [cluster('etcd: {local: {peerCertSANs: [Up]}}'), 'DNS names are lower-case here'],
    [cluster('scheduler: {extraArgs: [{name: --v}]}'), 'write v'],
    [cluster('').replace('v1.36.3', 'v1.30.0'), '1.30 is not served; take a version from 1.35 to 1.37'],
    [init('nodeRegistration: {imagePullPolicy: always}'), 'did you mean Always?'],
    [init('certificateKey: a'), 'make one with "tsadm certs certificate-key"'],
  ])('%j', (text, hint) => expect(refusal(text).map((issue) => issue.hint)).toContain(hint));
});

test('a key is never shown', () => {
  const key = `${'0123456789abcdef'.repeat(3)}zz`;
  expect(JSON.stringify(refusal(init(`certificateKey: ${key}`)))).not.toContain(key.slice(0, 8));
});

test('a field that could not be read makes no second complaint', () => {
  expect(refusal(cluster('etcd: {external: {endpoints: a}}'))).toHaveLength(1);
  expect(refusal(init('bootstrapTokens: [{usages: [signing], groups: 1}]'))).toHaveLength(2);
});
