import { kubeletConfigText, kubeletConfiguration, nodeKubeletConfiguration } from '../manifests/kubelet-config.ts';
import { kubeletEnvText } from '../manifests/kubelet-env.ts';
import { instanceConfigText, usesInstanceConfig } from '../manifests/kubelet-instance-config.ts';
import { patchesOf } from '../manifests/patches.ts';
import { text } from '../plan/artifact.ts';
import type { WriteEffect } from '../plan/effect.ts';
import type { Look } from '../plan/facts.ts';
import type { Note, PhaseContext } from '../plan/phase.ts';
import { kubeletConfigFile, kubeletEnvFile, kubeletInstanceConfigFile } from '../spec/paths.ts';
import type { InitSpec } from '../spec/types.ts';
import { patchLooks } from './patch-looks.ts';
import { patchNotes } from './patch-notes.ts';

/** The files of the kubelet's configuration, by what they are. */
export interface KubeletFiles {
  readonly env: WriteEffect;
  /** Empty for clusters whose nodes have no such file. */
  readonly instance: readonly WriteEffect[];
  readonly config: WriteEffect;
  readonly notes: readonly Note[];
}

/** What is looked at before they are planned. */
export function kubeletFileLooks(spec: InitSpec): readonly Look[] {
  return [
    { kind: 'file', path: kubeletEnvFile },
    { kind: 'file', path: kubeletInstanceConfigFile },
    { kind: 'file', path: kubeletConfigFile },
    ...patchLooks(spec),
  ];
}

/**
 * The kubelet's configuration on this node, from that of the cluster.
 * @param registerWithTaints the kubelet sets the taints itself, as on a joining worker
 */
export function kubeletFiles(
  { spec, facts }: PhaseContext<InitSpec>,
  { registerWithTaints = false }: { readonly registerWithTaints?: boolean } = {},
): KubeletFiles {
  const { object, applied } = nodeKubeletConfiguration(
    spec,
    facts.node,
    kubeletConfiguration(spec),
    patchesOf(spec, facts),
  );
  const env = kubeletEnvText(spec, facts.node, { registerWithTaints });
  const instance = instanceConfigText(spec);
  return {
    env: file('env', 'kubelet environment file with flags', kubeletEnvFile, env),
    instance: usesInstanceConfig(spec.cluster)
      ? [file('instance-config', 'kubelet configuration of this node alone', kubeletInstanceConfigFile, instance)]
      : [],
    config: file('config', 'kubelet configuration', kubeletConfigFile, kubeletConfigText(object)),
    notes: patchNotes(applied),
  };
}

function file(name: string, what: string, path: string, content: string): WriteEffect {
  return {
    kind: 'write',
    id: `kubelet-start:${name}`,
    why: `configure the kubelet of this node`,
    group: 'kubelet-start:files',
    artifact: {
      what,
      files: [{ path, mode: 0o644, content: text(content) }],
      sameWhen: 'bytes',
      directoryMode: 0o700,
    },
  };
}
