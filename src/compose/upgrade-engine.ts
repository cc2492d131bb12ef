import type { EngineParts } from '../engine/parts.ts';
import { RefusedError } from '../errors.ts';
import { watchStart } from '../observe/startup/watch-start.ts';
import { needControlPlane, resolveUpgradeCluster, resolveUpgradeInputs } from '../observe/upgrade-inputs.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import { clusterConfigurationObject } from '../spec/cluster-configuration-object.ts';
import { storedGateWords } from '../spec/feature-gates.ts';
import { upgradeComplaints } from '../spec/upgrade-policy.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';
import { minorFacts } from '../spec/versions.ts';
import { toYaml } from '../spec/yaml-write.ts';
import { askFirst } from './ask-first.ts';
import { engineBase } from './engine-base.ts';
import type { Surroundings } from './run-init.ts';

type Say = (level: 'info' | 'warning' | 'output', text: string) => void;

/** What the engine is to know of a command. */
export interface UpgradeEngineOptions {
  readonly command: 'apply' | 'node';
  /** The version is judged, as the phase preflight is to run. */
  readonly judges: boolean;
  readonly asks: boolean;
  readonly prints: boolean;
}

/** What the engine works with in `upgrade apply` and `upgrade node`. */
export function upgradeEngine(
  surroundings: Surroundings,
  { command, judges, asks, prints }: UpgradeEngineOptions,
): EngineParts<UpgradeSpec> {
  const { reporter } = surroundings;
  const say: Say = (level, text) => reporter.emit({ kind: 'note', phase: 'upgrade', note: { level, text } });
  return {
    ...engineBase(surroundings),
    canonicalSpec: canonicalJson,
    resolveInputs: resolveUpgradeInputs,
    watchStart: (host) => watchStart(host, { corrected: inUpgrade, kubeletRanBefore: true }),
    async resolveCluster(spec, _inputs, host, signal, known) {
      if (command === 'apply') needControlPlane(spec);
      const found = await resolveUpgradeCluster(spec, host, signal, known, {
        reading: () =>
          say('info', 'Reading the cluster configuration from ConfigMap "kubeadm-config" in namespace "kube-system"'),
        warn: (text) => say('warning', text),
      });
      if (prints) say('output', toYaml(clusterConfigurationObject(found.spec)));
      if (judges && command === 'apply') {
        const { featureGates, kubernetesVersion } = found.spec.cluster;
        for (const text of storedGateWords(featureGates, minorFacts(kubernetesVersion))) say('warning', text);
        judgeVersion(found.spec, say);
        // What an earlier try kept, it kept after the question was answered.
        if (asks && known.size === 0) await askFirst(surroundings, say, '--yes');
      }
      return found;
    },
  };
}

/** What is to be done about words of a component that blame its configuration. */
const inUpgrade =
  '; what the cluster has stored is corrected in the ConfigMap kubeadm-config in kube-system, then the same command is given again';

/**
 * Judges the version that was asked for.
 * @throws RefusedError with every rule that stands against it; --force bends those that can be bent
 */
function judgeVersion({ running, target, cluster }: UpgradeSpec, say: Say): void {
  if (running === undefined) return;
  say('info', `Cluster version: ${running.apiServer}; it is to be upgraded to ${cluster.kubernetesVersion}`);
  const { mandatory, skippable } = upgradeComplaints({
    target: cluster.kubernetesVersion,
    running: { apiServer: running.apiServer, kubelets: running.kubelets },
    allowExperimental: target.allowExperimental,
    allowRC: target.allowRC,
  });
  const bent = target.force && mandatory.length === 0;
  if (bent) for (const text of skippable) say('warning', text);
  const reasons = [...mandatory, ...(target.force ? [] : skippable)];
  if (reasons.length === 0) return;
  throw new RefusedError(
    `the cluster cannot be upgraded to ${cluster.kubernetesVersion}`,
    reasons,
    mandatory.length === 0 ? { hint: 'give --force if you know better' } : {},
  );
}
