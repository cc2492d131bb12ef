import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';

/** Looks whether etcd is healthy enough to take a further member. */
export const checkEtcd: Phase<JoinSpec> = {
  name: 'check-etcd',
  short: 'Check that etcd is healthy',
  hidden: true,
  runIf: ({ controlPlane }) => controlPlane,
  reads: ['cluster'],
};
