import { kubeletConfigText, kubeletConfiguration, nodeKubeletConfiguration } from '../../manifests/kubelet-config.ts';
import { kubeletEnvText } from '../../manifests/kubelet-env.ts';
import { instanceConfigText, usesInstanceConfig } from '../../manifests/kubelet-instance-config.ts';
import { patchesOf } from '../../manifests/patches.ts';
import { text } from '../../plan/artifact.ts';
import type { WriteEffect } from '../../plan/effect.ts';
import type { Phase } from '../../plan/phase.ts';
import { kubeletConfigFile, kubeletEnvFile, kubeletInstanceConfigFile } from '../../spec/paths.ts';
import type { InitSpec } from '../../spec/types.ts';
import { patchLooks } from '../patch-looks.ts';
import { patchNotes } from '../patch-notes.ts';

function kubeletFile(name: string, what: string, path: string, content: string): WriteEffect {
  return {
    kind: 'write',
    id: `kubelet-start:${name}`,
    why: `configure the kubelet of this node`,
    artifact: {
      what,
      files: [{ path, mode: 0o644, content: text(content) }],
      sameWhen: 'bytes',
      directoryMode: 0o700,
    },
  };
}

/** Writes the kubelet's files and starts it; it then starts the static Pods. */
export const kubeletStart: Phase<InitSpec> = {
  name: 'kubelet-start',
  short: 'Write the kubelet configuration and start the kubelet',
  example: '{{program}} init phase kubelet-start --config kubeadm.yaml',
  flags: ['config', 'cri-socket', 'dry-run', 'image-repository', 'node-name', 'patches'],
  reads: ['node-name', 'cri-socket', 'kubernetes-version', 'systemd-resolved'],
  looks: (spec) => [
    { kind: 'file', path: kubeletEnvFile },
    { kind: 'file', path: kubeletInstanceConfigFile },
    { kind: 'file', path: kubeletConfigFile },
    ...patchLooks(spec),
  ],
  steps: [
    ({ spec, facts }) => {
      const { object, applied } = nodeKubeletConfiguration(
        spec,
        facts.node,
        kubeletConfiguration(spec),
        patchesOf(spec, facts),
      );
      return {
        effects: [
          {
            kind: 'call',
            id: 'kubelet-start:stop',
            why: 'stop the kubelet while its configuration changes',
            operation: 'kubelet-stop',
            input: {},
          },
          kubeletFile('env', 'kubelet environment file with flags', kubeletEnvFile, kubeletEnvText(spec, facts.node)),
          ...(usesInstanceConfig(spec.cluster)
            ? [
                kubeletFile(
                  'instance-config',
                  'kubelet configuration of this node alone',
                  kubeletInstanceConfigFile,
                  instanceConfigText(spec),
                ),
              ]
            : []),
          kubeletFile('config', 'kubelet configuration', kubeletConfigFile, kubeletConfigText(object)),
          {
            kind: 'call',
            id: 'kubelet-start:start',
            why: 'start the kubelet',
            operation: 'kubelet-start',
            input: {},
          },
        ],
        notes: patchNotes(applied),
      };
    },
  ],
};
