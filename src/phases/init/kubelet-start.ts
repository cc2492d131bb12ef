import type { Phase } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { kubeletFileLooks, kubeletFiles } from '../kubelet-files.ts';

/** Writes the kubelet's files and starts it; it then starts the static Pods. */
export const kubeletStart: Phase<InitSpec> = {
  name: 'kubelet-start',
  short: 'Write the kubelet configuration and start the kubelet',
  example: '{{program}} init phase kubelet-start --config kubeadm.yaml',
  flags: ['config', 'cri-socket', 'dry-run', 'image-repository', 'node-name', 'patches'],
  reads: ['node-name', 'cri-socket', 'kubernetes-version', 'systemd-resolved'],
  looks: kubeletFileLooks,
  steps: [
    (context) => {
      const { env, instance, config, notes } = kubeletFiles(context);
      return {
        effects: [
          {
            kind: 'call',
            id: 'kubelet-start:stop',
            why: 'stop the kubelet while its configuration changes',
            operation: 'kubelet-stop',
            input: {},
            preparesStep: true,
          },
          env,
          ...instance,
          config,
          {
            kind: 'call',
            id: 'kubelet-start:start',
            why: 'start the kubelet',
            operation: 'kubelet-start',
            input: {},
          },
        ],
        notes,
      };
    },
  ],
};
