import { describe, expect, it } from 'vitest';
import { withoutKubeletFlags } from '../../src/manifests/upgraded-kubelet-env.ts';

const gone = ['pod-infra-container-image', 'container-runtime-endpoint'];

describe('flags of the kubelet that an upgrade takes away', () => {
  it.each([
    ['--a=b --pod-infra-container-image=registry.k8s.io/pause:3.10', '--a=b'],
    ['--pod-infra-container-image registry.k8s.io/pause:3.10 --a=b', '--a=b'],
    ['--container-runtime-endpoint=unix:///x --pod-infra-container-image=y', ''],
    ['--pod-infra-container-images=y --v 2', '--pod-infra-container-images=y --v 2'],
    ['', ''],
  ])('%s becomes %s', (before, after) => {
    expect(withoutKubeletFlags(`KUBELET_KUBEADM_ARGS="${before}"\n`, gone)).toBe(`KUBELET_KUBEADM_ARGS="${after}"\n`);
  });

  it('leaves a file alone that has none of them, however it is written', () => {
    const text = '# mine\nKUBELET_KUBEADM_ARGS="--a=b   --c=d"\nOTHER=1\n';
    expect(withoutKubeletFlags(text, gone)).toBe(text);
    expect(withoutKubeletFlags('anything', gone)).toBe('anything');
  });

  it('keeps what others have put beside the line', () => {
    expect(
      withoutKubeletFlags('# mine\nKUBELET_KUBEADM_ARGS="--container-runtime-endpoint=x --c=d"\nOTHER=1\n', gone),
    ).toBe('# mine\nKUBELET_KUBEADM_ARGS="--c=d"\nOTHER=1\n');
  });
});
