import type { Plan } from '../plan/phase.ts';
import { neededImages } from '../spec/images.ts';
import type { InitSpec } from '../spec/types.ts';

/** Pulls the images of a control plane before anything is touched; a check that is also a deed. */
export function pullImages(spec: Pick<InitSpec, 'cluster' | 'nodeRegistration'>): Plan {
  const { imagePullPolicy, imagePullSerial, criSocket, ignorePreflightErrors } = spec.nodeRegistration;
  if (imagePullPolicy === 'Never') {
    return { effects: [], notes: [{ level: 'info', text: 'images are not pulled: imagePullPolicy is Never' }] };
  }
  return {
    effects: [
      {
        kind: 'call',
        id: 'preflight:images',
        why: 'pull the images of the control plane',
        operation: 'image-pull',
        check: 'ImagePull',
        input: {
          criSocket,
          images: neededImages(spec.cluster),
          policy: imagePullPolicy,
          serial: imagePullSerial,
          tolerate: ignorePreflightErrors.some((name) => name === 'all' || name === 'imagepull'),
        },
      },
    ],
  };
}
