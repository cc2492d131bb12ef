import { describe, expect, it } from 'vitest';
import { kubeletEnvText } from '../../src/manifests/kubelet-env.ts';
import { initSpec, nodeFacts } from './spec-builder.ts';

describe('kubeletEnvText', () => {
  it('is empty when there is nothing to say', () => {
    expect(kubeletEnvText(initSpec(), nodeFacts({ hostName: ' CP1 ' }))).toBe('KUBELET_KUBEADM_ARGS=""\n');
  });

  it('names the node when its host has another name', () => {
    expect(kubeletEnvText(initSpec(), nodeFacts({ hostName: 'host' }))).toBe(
      'KUBELET_KUBEADM_ARGS="--hostname-override=cp1"\n',
    );
  });

  it('lets a worker register with its taints, and no control plane', () => {
    const taints = [
      { key: 'a', value: 'b', effect: 'NoSchedule' },
      { key: 'c', effect: 'NoExecute' },
    ];
    const spec = initSpec({ nodeRegistration: { taints } });
    expect(kubeletEnvText(spec, nodeFacts(), { registerWithTaints: true })).toBe(
      'KUBELET_KUBEADM_ARGS="--register-with-taints=a=b:NoSchedule,c:NoExecute"\n',
    );
    expect(kubeletEnvText(spec, nodeFacts())).toBe('KUBELET_KUBEADM_ARGS=""\n');
    expect(kubeletEnvText(initSpec(), nodeFacts(), { registerWithTaints: true })).toBe('KUBELET_KUBEADM_ARGS=""\n');
  });

  it('names the runtime’s socket only when the file of the node’s own settings is turned off', () => {
    const at = (kubernetesVersion: string, on?: boolean) =>
      kubeletEnvText(
        initSpec({
          cluster: { kubernetesVersion, featureGates: on === undefined ? {} : { NodeLocalCRISocket: on } },
        }),
        nodeFacts(),
      ).includes('--container-runtime-endpoint=unix:///var/run/containerd/containerd.sock');
    expect([at('v1.35.4'), at('v1.35.4', true), at('v1.35.4', false)]).toEqual([false, false, true]);
    expect([at('v1.36.3'), at('v1.36.3', false), at('v1.37.0')]).toEqual([false, true, false]);
  });
});
