import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { pullImages } from '../pull-images.ts';

/** Looks whether this machine can become a control plane, then pulls the images. */
export const preflight: Phase<InitSpec> = {
  name: 'preflight',
  short: 'Check this machine and pull the control-plane images',
  long: 'Runs every check that "init" runs before it touches anything, shows all findings, then pulls the images.',
  example: '{{program}} init phase preflight --config kubeadm.yaml',
  flags: ['config', 'cri-socket', 'dry-run', 'ignore-preflight-errors', 'image-repository'],
  reads: ['node-name', 'advertise-address', 'cri-socket', 'kubernetes-version'],
  checks: 'init',
  steps: [({ spec }) => pullImages(spec)],
};
