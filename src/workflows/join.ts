import { checkEtcd } from '../phases/join/check-etcd.ts';
import { controlPlaneJoin } from '../phases/join/control-plane-join.ts';
import { controlPlanePrepare } from '../phases/join/control-plane-prepare.ts';
import { etcdJoin } from '../phases/join/etcd-join.ts';
import { kubeletStart } from '../phases/join/kubelet-start.ts';
import { kubeletWaitBootstrap } from '../phases/join/kubelet-wait-bootstrap.ts';
import { preflight } from '../phases/join/preflight.ts';
import { waitControlPlane } from '../phases/join/wait-control-plane.ts';
import type { Workflow } from '../plan/phase.ts';
import type { JoinSpec } from '../spec/join-spec.ts';

/** `join`: a machine becomes a worker or a further control plane. kubeadm's phases in kubeadm's order (1.35 and later). */
export const join: Workflow<JoinSpec> = {
  command: 'join',
  phases: [
    preflight,
    controlPlanePrepare,
    checkEtcd,
    kubeletStart,
    etcdJoin,
    kubeletWaitBootstrap,
    controlPlaneJoin,
    waitControlPlane,
  ],
};
