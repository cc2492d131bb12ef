import { type EtcdMember, etcdClientUrl, etcdMetricsUrl, etcdPeerUrl, etcdPod } from '../../manifests/etcd-pod.ts';
import { described } from '../../plan/artifact.ts';
import type { CallEffect, WriteEffect } from '../../plan/effect.ts';
import { type EtcdMemberFact, fileFact } from '../../plan/facts.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import type { JoinSpec } from '../../spec/join-spec.ts';
import { adminKubeconfig, manifestPath } from '../../spec/paths.ts';
import { planStaticPod, staticPodLooks } from '../static-pod.ts';
import { etcdAccess, etcdAccessInput } from './etcd-access.ts';
import { onControlPlanes } from './on-control-planes.ts';

const phase = 'etcd-join';

function memberInput(spec: JoinSpec): JsonObject {
  return {
    access: etcdAccessInput(spec),
    node: spec.nodeRegistration.name,
    peerUrl: etcdPeerUrl(spec),
    clientUrl: etcdClientUrl(spec),
    dataDir: spec.cluster.etcd.local?.dataDir ?? '',
    metricsUrl: `${etcdMetricsUrl(spec)}/metrics`,
    criSocket: spec.nodeRegistration.criSocket,
    timeoutMs: spec.timeouts.etcdAPICall,
  };
}

function add({ spec }: PhaseContext<JoinSpec>): Plan {
  const { local } = spec.cluster.etcd;
  if (local === undefined) {
    return { effects: [], notes: [{ level: 'info', text: 'etcd is external: this node gets no member of its own' }] };
  }
  const directory: CallEffect = {
    kind: 'call',
    id: `${phase}:data-directory`,
    why: 'make the data folder of etcd, closed to others',
    operation: 'directory-make',
    input: { path: local.dataDir, mode: 0o700 },
  };
  const member: CallEffect = {
    kind: 'call',
    id: `${phase}:add`,
    why: 'announce a new member to etcd, which learns before it votes',
    operation: 'etcd-member-add',
    input: memberInput(spec),
    undoOnFailure: true,
  };
  return { effects: [directory, member] };
}

/** Every member as `--initial-cluster` names it; one that has not started goes by its id (kubeadm 1.36.3). */
function initialCluster(spec: JoinSpec, members: readonly EtcdMemberFact[]): readonly EtcdMember[] {
  const own = { name: spec.nodeRegistration.name, peerUrl: etcdPeerUrl(spec) };
  const listed = members.map(({ id, name, peerUrls }) =>
    peerUrls.includes(own.peerUrl) ? own : { name: name || id, peerUrl: peerUrls[0] ?? '' },
  );
  return listed.includes(own) ? listed : [...listed, own];
}

function manifest(context: PhaseContext<JoinSpec>): Plan {
  const { spec, facts } = context;
  if (spec.cluster.etcd.local === undefined) return { effects: [] };
  const { etcd } = facts;
  const path = manifestPath('etcd');
  if (etcd === undefined) throw new Error('the members of etcd are used in a plan but no look names them');
  if (etcd.state === 'unknown') {
    if (fileFact(facts, adminKubeconfig).state === 'present') {
      return { effects: [], refusals: [`the members of etcd cannot be seen: ${etcd.why}`] };
    }
    const plan = planStaticPod(phase, 'etcd', etcdPod(spec, { initialCluster: [] }), context);
    return { ...plan, effects: [...plan.prepares, ...plan.data, unknownYet(plan.manifest)] };
  }
  const own = etcd.members.find(({ peerUrls }) => peerUrls.includes(etcdPeerUrl(spec)));
  // A member that has started has its list from its peers; the flags count no more, and a change would restart it.
  if (own !== undefined && own.name !== '' && fileFact(facts, path).state === 'present') return { effects: [] };
  return planStaticPod(phase, 'etcd', etcdPod(spec, { initialCluster: initialCluster(spec, etcd.members) }), context);
}

function unknownYet(effect: WriteEffect): WriteEffect {
  const content = described('static Pod of etcd, with the members that the cluster then has');
  const files = effect.artifact.files.map((file) => ({ ...file, content }));
  return { ...effect, artifact: { ...effect.artifact, files } };
}

function promote({ spec }: PhaseContext<JoinSpec>): Plan {
  if (spec.cluster.etcd.local === undefined) return { effects: [] };
  return {
    effects: [
      {
        kind: 'call',
        id: `${phase}:promote`,
        why: 'give the new member its vote once it has caught up',
        operation: 'etcd-member-promote',
        input: memberInput(spec),
        commit: true,
      },
    ],
  };
}

/** The member of etcd on this node: added as a learner, started, in step with the others, promoted, read back. */
export const etcdJoin: Phase<JoinSpec> = onControlPlanes({
  name: phase,
  short: 'Add this node to the etcd of the cluster',
  flags: ['apiserver-advertise-address', 'config', 'control-plane', 'dry-run', 'node-name', 'patches'],
  reads: ['node-name', 'advertise-address', 'cri-socket', 'cluster'],
  looks: (spec) =>
    spec.cluster.etcd.local === undefined
      ? []
      : [
          ...staticPodLooks('etcd', spec),
          { kind: 'file', path: adminKubeconfig },
          { kind: 'etcd', access: etcdAccess(spec) },
        ],
  steps: [add, manifest, promote],
});
