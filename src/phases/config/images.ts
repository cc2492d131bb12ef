import type { Phase } from '../../plan/phase.ts';
import { neededImages } from '../../spec/images.ts';
import type { InitSpec } from '../../spec/types.ts';

/** Pulls every image, also one that is there: a tag may have moved. One after another, as kubeadm does. */
export const images: Phase<InitSpec> = {
  name: 'images',
  short: 'Pull the images of a control plane',
  reads: ['cri-socket', 'kubernetes-version'],
  steps: [
    ({ spec }) => ({
      effects: [
        {
          kind: 'call',
          id: 'images:pull',
          why: 'pull the images of the control plane',
          operation: 'image-pull',
          input: {
            criSocket: spec.nodeRegistration.criSocket,
            images: neededImages(spec.cluster),
            policy: 'Always',
            serial: true,
          },
        },
      ],
    }),
  ],
};
