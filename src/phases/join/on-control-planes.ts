import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

/** The same phase, passed over without a word on a worker (kubeadm). */
export function onControlPlanes(phase: Phase<JoinSpec>): Phase<JoinSpec> {
  return {
    ...phase,
    runIf: (spec) => spec.controlPlane && phase.runIf?.(spec) !== false,
  };
}
