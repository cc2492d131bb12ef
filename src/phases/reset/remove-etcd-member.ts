import type { CallEffect } from '../../plan/effect.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { manifestPath } from '../../spec/paths.ts';
import type { ResetSpec } from '../../spec/reset-spec.ts';
import { emptiedFolder, notToBeEmptied } from './emptied-folder.ts';
import { type EtcdHere, etcdHere, etcdHereLooks } from './etcd-here.ts';

const phase = 'remove-etcd-member';

function removal({ member }: EtcdHere & { kind: 'member' }, spec: ResetSpec): CallEffect {
  const pki = `${spec.certificatesDir}/etcd`;
  return {
    kind: 'call',
    id: `${phase}:remove`,
    why: 'take the member of this node out of the etcd of the cluster',
    operation: 'etcd-member-remove',
    input: {
      access: {
        via: { kubeconfig: spec.options.kubeconfig },
        caFile: `${pki}/ca.crt`,
        certFile: `${pki}/healthcheck-client.crt`,
        keyFile: `${pki}/healthcheck-client.key`,
      },
      node: member.name,
      peerUrl: member.peerUrl,
      clientUrls: member.clientUrls,
      dataDir: member.dataDir,
      alone: member.alone,
      // What is only shown is shown to its end.
      force: spec.force || spec.dryRun,
      timeoutMs: spec.timeouts.etcdAPICall,
    },
  };
}

function plan({ spec, facts }: PhaseContext<ResetSpec>): Plan {
  const here = etcdHere(spec, facts);
  switch (here.kind) {
    case 'external':
      return warned('the etcd of this cluster is external and is left as it is; what the cluster stored there stays');
    case 'unreadable':
      return warned(
        `${here.why}: where etcd has its data cannot be told, and they are left; is a member of this node still in the cluster? See with etcdctl member list on another control plane`,
      );
    case 'none':
      return { effects: [emptiedFolder(`${phase}:data`, here.dataDir, 'data of etcd')] };
    case 'member': {
      const { dataDir, peerUrl } = here.member;
      const refusal = notToBeEmptied(dataDir, 'data of etcd');
      if (refusal !== undefined) return { effects: [], refusals: [refusal] };
      if (peerUrl === '') {
        const path = manifestPath('etcd');
        return { effects: [], refusals: [`${path} names no peer URL, so that its member of etcd cannot be told`] };
      }
      return { effects: [removal(here, spec), emptiedFolder(`${phase}:data`, dataDir, 'data of etcd')] };
    }
  }
}

function warned(text: string): Plan {
  return { effects: [], notes: [{ level: 'warning', text }] };
}

/** Takes this node's member out of etcd, when there is one and others go on without it, then removes its data. */
export const removeEtcdMember: Phase<ResetSpec> = {
  name: phase,
  short: "Remove this node's member of etcd and its data",
  // kubeadm's has no --force; without it there would be no way on when nobody can be asked.
  flags: ['dry-run', 'force', 'kubeconfig'],
  reads: ['cluster'],
  looks: () => etcdHereLooks,
  steps: [plan],
};
