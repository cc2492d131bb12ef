import { describe, expect, it } from 'vitest';
import { kubeletConfiguration, nodeKubeletConfiguration } from '../../src/manifests/kubelet-config.ts';
import type { PatchSet } from '../../src/manifests/patch-files.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { initSpec, nodeFacts } from './spec-builder.ts';

const withUser = (object: JsonObject) => initSpec({ kubelet: { object, userSupplied: true } });

describe('kubeletConfiguration', () => {
  it('keeps fields that it does not know', () => {
    expect(kubeletConfiguration(withUser({ brandNew: { at: null, '': 0 } }))).toMatchObject({ brandNew: { '': 0 } });
  });

  it('insists on rotated client certificates', () => {
    expect(kubeletConfiguration(withUser({ rotateCertificates: false }))['rotateCertificates']).toBe(true);
  });

  it('falls back to the usual DNS address where the subnet is no use', () => {
    const spec = initSpec({ cluster: { networking: { serviceSubnet: 'x', podSubnet: '', dnsDomain: 'd' } } });
    expect(kubeletConfiguration(spec)['clusterDNS']).toEqual(['10.96.0.10']);
  });
});

describe('nodeKubeletConfiguration', () => {
  const resolved = nodeFacts({ systemdResolvedActive: true });
  const patches: PatchSet = {
    ignored: [],
    patches: [
      {
        target: 'kubeletconfiguration',
        type: 'strategic',
        file: 'p',
        value: { containerRuntimeEndpoint: 'unix:///patched', maxPods: 5, resolvConf: null },
      },
    ],
  };
  const onNode = (spec = initSpec(), set?: PatchSet) =>
    nodeKubeletConfiguration(spec, resolved, kubeletConfiguration(spec), set).object;

  it('names the real resolver file where systemd-resolved runs', () => {
    expect(onNode()['resolvConf']).toBe('/run/systemd/resolve/resolv.conf');
    expect(nodeKubeletConfiguration(initSpec(), nodeFacts(), {}).object['resolvConf']).toBeUndefined();
  });

  it('leaves the user’s resolver file, also an empty one', () => {
    expect(onNode(withUser({ resolvConf: '' }))['resolvConf']).toBe('');
  });

  it('lets patches win over the host, and the socket over patches', () => {
    const { object, applied } = nodeKubeletConfiguration(
      initSpec(),
      resolved,
      kubeletConfiguration(initSpec()),
      patches,
    );
    expect(object).toMatchObject({
      maxPods: 5,
      containerRuntimeEndpoint: 'unix:///var/run/containerd/containerd.sock',
    });
    expect('resolvConf' in object).toBe(false);
    expect(applied).toEqual([{ target: 'kubeletconfiguration', type: 'strategic', file: 'p' }]);
  });

  it('leaves the socket alone where the gate is off', () => {
    const spec = initSpec({
      cluster: { kubernetesVersion: 'v1.35.4', featureGates: { NodeLocalCRISocket: false } },
    });
    expect(onNode(spec, patches)['containerRuntimeEndpoint']).toBe('unix:///patched');
  });
});
