import { controlKubelet, kubeletIsStopped } from './kubelet-service.ts';
import type { Operation } from './operation.ts';

/** Stops the kubelet, so that it does not read half-written configuration. Input: {}. */
export const kubeletStop: Operation = {
  name: 'kubelet-stop',
  describe: () => 'stop the kubelet',
  look: async (_, context) =>
    (await kubeletIsStopped(context)) ? { verdict: 'keep', reason: 'it does not run' } : { verdict: 'do' },
  act: (_, context) => controlKubelet('stop', context),
  inverse: { undo: (_, context) => controlKubelet('start', context) },
};
