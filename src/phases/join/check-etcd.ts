import type { Phase } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { minorFacts } from '../../spec/versions.ts';
import { etcdAccessInput } from './etcd-access.ts';
import { onControlPlanes } from './on-control-planes.ts';

/** No kubelet is started before it is known that etcd would take another member. */
export const checkEtcd: Phase<JoinSpec> = onControlPlanes({
  name: 'check-etcd',
  short: 'See that the etcd of the cluster is well',
  hidden: true,
  reads: ['cluster'],
  steps: [
    ({ spec }) =>
      spec.cluster.etcd.local === undefined
        ? { effects: [], notes: [{ level: 'info', text: 'etcd is external and not looked at' }] }
        : {
            effects: [
              {
                kind: 'call',
                id: 'check-etcd:members',
                why: 'see that etcd is well enough to take another member',
                operation: 'etcd-check',
                input: {
                  access: etcdAccessInput(spec),
                  need: minorFacts(spec.cluster.kubernetesVersion).etcdNeedsToJoin,
                  timeoutMs: spec.timeouts.etcdAPICall,
                },
              },
            ],
          },
  ],
});
