import { controlKubelet, kubeletIsStopped } from './kubelet-service.ts';
import type { Operation } from './operation.ts';

/**
 * Starts the kubelet. Input: {}. It has no look: a plan stops the kubelet first, and a kubelet that runs now would
 * make this look done already. Starting one that runs does nothing.
 */
export const kubeletStart: Operation = {
  name: 'kubelet-start',
  describe: () => 'start the kubelet',
  undone: (_, context) => kubeletIsStopped(context),
  act: (_, context) => controlKubelet('start', context),
  inverse: { undo: (_, context) => controlKubelet('stop', context) },
};
