import { kubeletConfigText, kubeletConfiguration, nodeKubeletConfiguration } from '../../manifests/kubelet-config.ts';
import { instanceConfigText, usesInstanceConfig } from '../../manifests/kubelet-instance-config.ts';
import { patchesOf } from '../../manifests/patches.ts';
import { withoutKubeletFlags } from '../../manifests/upgraded-kubelet-env.ts';
import { factText } from '../../pki/fact-text.ts';
import { text } from '../../plan/artifact.ts';
import type { WriteEffect } from '../../plan/effect.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { kubeletConfigFile, kubeletEnvFile, kubeletInstanceConfigFile } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { patchLooks } from '../patch-looks.ts';
import { patchNotes } from '../patch-notes.ts';
import { keptKubeletConfigPath } from './kept-paths.ts';

const phase = 'kubelet-config';

function plan({ spec, facts }: PhaseContext<UpgradeSpec>): Plan {
  const { object, applied } = nodeKubeletConfiguration(
    spec,
    facts.node,
    kubeletConfiguration(spec),
    patchesOf(spec, facts),
  );
  const wanted = kubeletConfigText(object);
  const current = factText(fileFact(facts, kubeletConfigFile));
  const kept =
    current === undefined || current === wanted
      ? []
      : [file('kept', 'kubelet configuration as it was', keptKubeletConfigPath(facts), current, 0o700)];
  return {
    effects: [
      ...kept,
      ...socket({ spec, facts }),
      file('config', 'kubelet configuration', kubeletConfigFile, wanted, 0o700),
    ],
    notes: patchNotes(applied),
  };
}

/** The socket of the runtime moves from a flag of the kubelet to a file of its own. */
function socket({ spec, facts }: Omit<PhaseContext<UpgradeSpec>, 'secrets'>): readonly WriteEffect[] {
  if (!usesInstanceConfig(spec.cluster)) return [];
  const instance =
    fileFact(facts, kubeletInstanceConfigFile).state === 'present'
      ? []
      : [
          file(
            'instance-config',
            'kubelet configuration of this node alone',
            kubeletInstanceConfigFile,
            instanceConfigText(spec),
            0o700,
          ),
        ];
  const env = factText(fileFact(facts, kubeletEnvFile));
  const without = env === undefined ? undefined : withoutKubeletFlags(env, ['container-runtime-endpoint']);
  if (without === undefined || without === env) return instance;
  return [...instance, file('env', 'kubelet environment file with flags', kubeletEnvFile, without, 0o700)];
}

function file(name: string, what: string, path: string, content: string, directoryMode: number): WriteEffect {
  return {
    kind: 'write',
    id: `${phase}:${name}`,
    why: 'configure the kubelet of this node as the new version has it',
    artifact: {
      what,
      files: [{ path, mode: 0o644, content: text(content) }],
      sameWhen: 'bytes',
      directoryMode,
    },
  };
}

/** Writes the kubelet's configuration of this node anew, from that of the cluster. The kubelet takes it when it is started again. */
export const kubeletConfig: Phase<UpgradeSpec> = {
  name: phase,
  short: 'Upgrade the kubelet configuration of this node',
  long: 'Writes the kubelet configuration of this node from the ConfigMap kubelet-config of the cluster, user patches applied. What was there before is kept in /etc/kubernetes/tmp. The kubelet itself comes from its package, and is started again by whoever installs that.',
  flags: ['config', 'dry-run', 'kubeconfig', 'patches'],
  reads: ['cluster', 'systemd-resolved'],
  looks: (spec) => [
    { kind: 'file', path: kubeletConfigFile },
    { kind: 'file', path: kubeletInstanceConfigFile },
    { kind: 'file', path: kubeletEnvFile },
    ...patchLooks(spec),
  ],
  steps: [plan],
};
