import type { Phase } from '../../plan/phase.ts';
import { neededImages } from '../../spec/images.ts';
import type { InitSpec } from '../../spec/types.ts';

/** Looks whether this machine can become a control plane, then pulls the images. */
export const preflight: Phase<InitSpec> = {
  name: 'preflight',
  short: 'Check this machine and pull the control-plane images',
  long: 'Runs every check that "init" runs before it touches anything, shows all findings, then pulls the images.',
  example: '{{program}} init phase preflight --config kubeadm.yaml',
  flags: ['config', 'cri-socket', 'dry-run', 'ignore-preflight-errors', 'image-repository'],
  reads: ['node-name', 'advertise-address', 'cri-socket', 'kubernetes-version'],
  checks: 'init',
  steps: [
    ({ spec }) => {
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
    },
  ],
};
