import { cleanupNode } from '../phases/reset/cleanup-node.ts';
import { preflight } from '../phases/reset/preflight.ts';
import { removeEtcdMember } from '../phases/reset/remove-etcd-member.ts';
import type { Workflow } from '../plan/phase.ts';
import type { ResetSpec } from '../spec/reset-spec.ts';

/** `reset`: a node becomes a machine again. kubeadm's phases in kubeadm's order. */
export const reset: Workflow<ResetSpec> = {
  command: 'reset',
  repeats: true,
  phases: [preflight, removeEtcdMember, cleanupNode],
};
