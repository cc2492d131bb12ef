import type { CallEffect, RemoveEffect } from '../../plan/effect.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Note, Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { accountNames, keyReaders } from '../../spec/accounts.ts';
import {
  adminKubeconfig,
  bootCopyEntry,
  defaultCertificatesDirectory,
  kubeletDirectory,
  kubernetesDirectory,
  manifestsDirectory,
  superAdminKubeconfig,
  temporaryDirectory,
} from '../../spec/paths.ts';
import type { ResetSpec } from '../../spec/reset-spec.ts';
import { emptiedFolder, notToBeEmptied } from './emptied-folder.ts';
import { etcdHere, etcdHereLooks } from './etcd-here.ts';

const phase = 'cleanup-node';

/** kubeadm's list, the same in all versions that we serve (1.35.4 to 1.37.0). */
const kubeconfigs = [
  adminKubeconfig,
  superAdminKubeconfig,
  ...['kubelet', 'bootstrap-kubelet', 'controller-manager', 'scheduler'].map(
    (name) => `${kubernetesDirectory}/${name}.conf`,
  ),
];

function call(name: string, why: string, operation: string, input: JsonObject): CallEffect {
  return { kind: 'call', id: `${phase}:${name}`, why, operation, input };
}

/** Only when the cluster tells that they were made for it (kubeadm 1.35.4 to 1.37.0). */
const accountsGone = call('accounts', 'remove the users and groups of the control plane', 'accounts-remove', {
  users: [...accountNames],
  groups: [...accountNames, keyReaders],
});

/** Once more: until the kubelet stood still it may have started etcd again, in the folder that had been emptied. */
function etcdDataAgain({ spec, facts }: PhaseContext<ResetSpec>): readonly RemoveEffect[] {
  if (!spec.emptiesEtcd) return [];
  const here = etcdHere(spec, facts);
  return here.kind === 'member' ? [emptiedFolder(`${phase}:etcd-data`, here.member.dataDir, 'data of etcd')] : [];
}

function leftNote(): Note {
  return {
    level: 'output',
    text: `
What no reset removes, because others may use it too:
  - the Node object in the cluster            kubectl delete node <name>, from another machine
  - the configuration of the pod network      /etc/cni/net.d, and the interfaces that it has made
  - packet filter rules of kube-proxy         iptables, nftables or IPVS; a restart of the machine clears them
  - images of the container runtime
  - copies of kubeconfig files                such as $HOME/.kube/config
`,
  };
}

function plan(context: PhaseContext<ResetSpec>): Plan {
  const { certificatesDir, cleanupTmpDir, criSocket, rootless, unmountFlags } = context.spec;
  const refusal = notToBeEmptied(certificatesDir, 'certificates and keys');
  if (refusal !== undefined) return { effects: [], refusals: [refusal] };
  const unusual: Note = {
    level: 'warning',
    text: `certificates and keys are removed from ${certificatesDir}, which is not the usual folder`,
  };
  return {
    effects: [
      call('kubelet', 'stop the kubelet', 'kubelet-stop', {}),
      // Before their volumes go, which kubeadm unmounts under running Pods.
      call('pods', 'stop and remove the Pods of this node', 'pod-sandboxes-remove', { criSocket }),
      call('mounts', 'unmount what the kubelet has mounted for Pods', 'unmount', {
        path: kubeletDirectory,
        force: unmountFlags.includes('MNT_FORCE'),
        detach: unmountFlags.includes('MNT_DETACH'),
      }),
      ...etcdDataAgain(context),
      emptiedFolder(`${phase}:manifests`, manifestsDirectory, 'static Pods'),
      emptiedFolder(`${phase}:kubelet-directory`, kubeletDirectory, 'state of the kubelet'),
      emptiedFolder(`${phase}:certificates`, certificatesDir, 'certificates and keys'),
      ...(cleanupTmpDir ? [emptiedFolder(`${phase}:tmp`, temporaryDirectory, 'left-overs of earlier commands')] : []),
      {
        kind: 'remove',
        id: `${phase}:${bootCopyEntry}`,
        why: 'a boot is to put no manifest back that an upgrade had taken away',
        path: bootCopyEntry,
        what: 'what an interrupted upgrade left',
        tolerate: true,
      },
      ...kubeconfigs.map(
        (path): RemoveEffect => ({
          kind: 'remove',
          id: `${phase}:${path}`,
          why: 'remove a kubeconfig',
          path,
          what: 'kubeconfig',
          tolerate: true,
        }),
      ),
      ...(rootless ? [accountsGone] : []),
    ],
    notes: [...(certificatesDir === defaultCertificatesDirectory ? [] : [unusual]), leftNote()],
  };
}

/** Stops what runs here and removes what made this machine a node. What earlier runs of ours left goes with it. */
export const cleanupNode: Phase<ResetSpec> = {
  name: phase,
  aliases: ['cleanupnode'],
  short: 'Stop and remove what makes this machine a node',
  flags: ['cert-dir', 'cleanup-tmp-dir', 'cri-socket', 'dry-run'],
  reads: ['cri-socket', 'cluster'],
  looks: () => etcdHereLooks,
  forgets: true,
  steps: [plan],
};
