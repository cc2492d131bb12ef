import { externalAuthorityGuard } from '../phases/external-authority-guard.ts';
import { addon } from '../phases/init/addon.ts';
import { bootstrapToken } from '../phases/init/bootstrap-token.ts';
import { certs } from '../phases/init/certs.ts';
import { controlPlane } from '../phases/init/control-plane.ts';
import { etcd } from '../phases/init/etcd.ts';
import { kubeconfig } from '../phases/init/kubeconfig.ts';
import { kubeletFinalize } from '../phases/init/kubelet-finalize.ts';
import { kubeletStart } from '../phases/init/kubelet-start.ts';
import { markControlPlane } from '../phases/init/mark-control-plane.ts';
import { preflight } from '../phases/init/preflight.ts';
import { showJoinCommand } from '../phases/init/show-join-command.ts';
import { takeOver } from '../phases/init/take-over.ts';
import { uploadCerts } from '../phases/init/upload-certs.ts';
import { uploadConfig } from '../phases/init/upload-config.ts';
import { waitControlPlane } from '../phases/init/wait-control-plane.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `init`: a machine becomes the first control plane of a new cluster. kubeadm's phases in kubeadm's order. */
export const init: Workflow<InitSpec> = {
  command: 'init',
  guard: externalAuthorityGuard,
  takeOver,
  phases: [
    preflight,
    certs,
    kubeconfig,
    etcd,
    controlPlane,
    kubeletStart,
    waitControlPlane,
    uploadConfig,
    uploadCerts,
    markControlPlane,
    bootstrapToken,
    kubeletFinalize,
    addon,
    showJoinCommand,
  ],
};
