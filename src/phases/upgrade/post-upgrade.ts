import { withoutKubeletFlags } from '../../manifests/upgraded-kubelet-env.ts';
import { factText } from '../../pki/fact-text.ts';
import { text } from '../../plan/artifact.ts';
import { fileFact } from '../../plan/facts.ts';
import type { Phase, PhaseContext, Plan } from '../../plan/phase.ts';
import { kubeletEnvFile } from '../../spec/paths.ts';
import type { UpgradeSpec } from '../../spec/upgrade-spec.ts';

const phase = 'post-upgrade';
/** Kubelets from 1.35 on do not know it and do not start with it (kubeadm removes it in 1.35). */
const goneFlags = ['pod-infra-container-image'];

function plan({ facts }: PhaseContext<UpgradeSpec>): Plan {
  const env = factText(fileFact(facts, kubeletEnvFile));
  const without = env === undefined ? undefined : withoutKubeletFlags(env, goneFlags);
  if (without === undefined || without === env) return { effects: [] };
  return {
    effects: [
      {
        kind: 'write',
        id: `${phase}:env`,
        why: 'take flags away that the new kubelet does not know',
        artifact: {
          what: 'kubelet environment file with flags',
          files: [{ path: kubeletEnvFile, mode: 0o644, content: text(without) }],
          sameWhen: 'bytes',
          directoryMode: 0o700,
        },
      },
    ],
  };
}

/** What a version needs to have cleaned up behind the one before it. */
export const postUpgrade: Phase<UpgradeSpec> = {
  name: phase,
  short: 'Clean up what the new version has no use for',
  flags: ['config', 'dry-run', 'kubeconfig'],
  reads: ['cluster'],
  looks: () => [{ kind: 'file', path: kubeletEnvFile }],
  steps: [plan],
};
