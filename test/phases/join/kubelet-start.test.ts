import { describe, expect, test } from 'vitest';
import { kubeletStart } from '../../../src/phases/join/kubelet-start.ts';
import { bootstrapKubeconfig, parseKubeconfig } from '../../../src/pki/kubeconfig.ts';
import type { WriteEffect } from '../../../src/plan/effect.ts';
import type { Phase } from '../../../src/plan/phase.ts';
import { Secret } from '../../../src/plan/secret.ts';
import type { JoinSpec } from '../../../src/spec/join-spec.ts';
import type { InitSpec } from '../../../src/spec/types.ts';
import { idsOf, planOf, type Seen } from '../phase-context.ts';
import { joiningSpec } from './joining-spec.ts';

const phase = kubeletStart as unknown as Phase<InitSpec>;
const kubeconfig = bootstrapKubeconfig({
  cluster: 'kubernetes',
  server: 'https://lb:6443',
  authority: 'CA',
  user: 'tls-bootstrap-token-user',
  token: 'abcdef.0123456789abcdef',
});

function spec(parts: Parameters<typeof joiningSpec>[0]): JoinSpec {
  const made = joiningSpec(parts);
  return { ...made, found: { ...made.found!, bootstrapKubeconfig: new Secret(kubeconfig) } };
}

const absentNode: Seen = { objects: { 'Node//cp2': { state: 'absent' } } };

function written(joining: JoinSpec, id: string): string {
  const effect = planOf(phase, joining, absentNode).effects.find((each) => each.id === `kubelet-start:${id}`);
  const { content } = (effect as WriteEffect).artifact.files[0]!;
  if (content.kind === 'described') throw new Error(`${id} is not known yet`);
  return content.kind === 'text' ? content.text : content.text.reveal();
}

function serverOf(joining: JoinSpec): string | undefined {
  return parseKubeconfig(written(joining, 'bootstrap-kubeconfig')).value?.clusters[0]?.server;
}

describe('kubelet-start of join', () => {
  test('writes and starts in an order in which the kubelet always finds what it needs', () => {
    expect(idsOf(planOf(phase, spec({ controlPlane: false }), absentNode))).toEqual([
      'write kubelet-start:bootstrap-kubeconfig',
      'write kubelet-start:ca',
      'call kubelet-start:stop',
      'write kubelet-start:instance-config',
      'write kubelet-start:config',
      'write kubelet-start:env',
      'call kubelet-start:start',
    ]);
  });

  test('the kubelet of a worker asks the cluster, that of a control plane the API server beside it', () => {
    expect(serverOf(spec({ controlPlane: false }))).toBe('https://lb:6443');
    expect(serverOf(spec({ controlPlane: true }))).toBe('https://10.0.0.11:6443');
  });

  test('the kubelet itself sets the taints of a worker, the API those of a control plane', () => {
    const nodeRegistration = { taints: [{ key: 'a', effect: 'NoSchedule' }] };
    expect(written(spec({ controlPlane: false, nodeRegistration }), 'env')).toContain('--register-with-taints=a:');
    expect(written(spec({ controlPlane: true, nodeRegistration }), 'env')).not.toContain('register-with-taints');
  });

  test('a kubelet that has its kubeconfig needs no other, and its Node is its own', () => {
    const seen: Seen = {
      files: { '/etc/kubernetes/kubelet.conf': 'kubeconfig' },
      objects: { 'Node//cp2': { state: 'unknown', why: 'the token has expired' } },
    };
    const plan = planOf(phase, spec({ controlPlane: false }), seen);
    expect(plan.refusals).toEqual([]);
    expect(idsOf(plan)).not.toContain('write kubelet-start:bootstrap-kubeconfig');
  });
});
