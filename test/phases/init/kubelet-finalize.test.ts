import { describe, expect, it } from 'vitest';
import { kubeletFinalize } from '../../../src/phases/init/kubelet-finalize.ts';
import { buildKubeconfig } from '../../../src/pki/kubeconfig.ts';
import { initSpec } from '../../manifests/spec-builder.ts';
import { idsOf, planOf } from '../phase-context.ts';

const phase = kubeletFinalize.children![0]!;
const pem = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const conf = '/etc/kubernetes/kubelet.conf';
const config = buildKubeconfig({
  cluster: 'kubernetes',
  server: 'https://10.0.0.10:6443',
  authority: 'CA',
  user: 'system:node:cp1',
  credentials: { kind: 'certificate', certificate: 'CERT', key: 'KEY' },
});

describe('kubelet-finalize/enable-client-cert-rotation', () => {
  it('points kubelet.conf to the rotated certificate and restarts the kubelet', () => {
    const plan = planOf(phase, initSpec(), { files: { [conf]: config, [pem]: 'pem' } });
    expect(idsOf(plan)).toEqual([
      'write kubelet-finalize/enable-client-cert-rotation:write',
      'call kubelet-finalize/enable-client-cert-rotation:restart',
    ]);
    const write = plan.effects[0]!;
    const content = write.kind === 'write' ? write.artifact.files[0]!.content : undefined;
    const text = content?.kind === 'secret' ? content.text.reveal() : '';
    expect(text).toContain(`client-certificate: ${pem}\n    client-key: ${pem}\n`);
    expect(text).not.toContain('client-key-data');
  });

  it('does nothing when the kubelet has no rotated certificate', () => {
    expect(planOf(phase, initSpec(), { files: { [conf]: config } }).effects).toEqual([]);
  });

  it('leaves the file as it is the second time, and restarts the kubelet as kubeadm does', () => {
    const first = planOf(phase, initSpec(), { files: { [conf]: config, [pem]: 'pem' } });
    const content = (plan: typeof first) => {
      const effect = plan.effects[0]!;
      const { content } = effect.kind === 'write' ? effect.artifact.files[0]! : { content: undefined };
      return content?.kind === 'secret' ? content.text.reveal() : '';
    };
    const again = planOf(phase, initSpec(), { files: { [conf]: content(first), [pem]: 'pem' } });
    expect(content(again)).toBe(content(first));
    expect(idsOf(again)).toEqual(idsOf(first));
  });

  it("looks where the kubelet's flag cert-dir points", () => {
    const spec = initSpec({ nodeRegistration: { kubeletExtraArgs: [{ name: 'cert-dir', value: '/elsewhere' }] } });
    expect(planOf(phase, spec, { files: { [conf]: config, [pem]: 'pem' } }).effects).toEqual([]);
    const moved = { [conf]: config, '/elsewhere/kubelet-client-current.pem': 'pem' };
    expect(planOf(phase, spec, { files: moved }).effects).toHaveLength(2);
  });
});
