import type { RunResult } from '../engine/run.ts';
import type { JoinResult } from '../schemas/join-result.ts';
import type { JoinSpec } from '../spec/join-spec.ts';

/** What a whole `join` has to tell a program. */
export function joinReport({ outcome, spec }: Pick<RunResult<JoinSpec>, 'outcome' | 'spec'>): JoinResult {
  const { name } = spec.nodeRegistration;
  const result: JoinResult = { node: name, role: spec.controlPlane ? 'control-plane' : 'worker' };
  if (outcome !== 'succeeded' || spec.found === undefined) return result;
  return {
    ...result,
    server: spec.found.server,
    kubernetesVersion: spec.cluster.kubernetesVersion,
    // Members are called as their nodes.
    etcdMember: spec.controlPlane && spec.cluster.etcd.local !== undefined ? name : null,
  };
}
