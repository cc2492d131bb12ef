import { controlKubelet } from './kubelet-service.ts';
import type { Operation } from './operation.ts';

/** Restarts the kubelet, so that it reads a changed kubeconfig or configuration. Input: {}. */
export const kubeletRestart: Operation = {
  name: 'kubelet-restart',
  describe: () => 'restart the kubelet',
  act: (_, context) => controlKubelet('restart', context),
  inverse: { none: 'a restart leaves nothing behind that could be taken back' },
};
