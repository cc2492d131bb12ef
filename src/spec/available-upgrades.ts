import semver from 'semver';

/** A version that a cluster can be upgraded to. */
export interface AvailableUpgrade {
  /** kubeadm's words for it in UpgradePlan: `version in the v1.36 series`, `stable version`. */
  readonly description: string;
  readonly version: string;
}

/** What is newest, or what was asked for. */
export interface UpgradeCandidates {
  /** Of the cluster's own minor; or the version that was asked for, whatever its minor (kubeadm 1.37.0). */
  readonly series: string;
  /** Of the next minor; undefined when there is none, or when a version was asked for. */
  readonly next: string | undefined;
}

/** Versions that are newer than the cluster's, as kubeadm lists them. */
export function availableUpgrades(cluster: string, { series, next }: UpgradeCandidates): readonly AvailableUpgrade[] {
  const { major, minor } = semver.parse(cluster)!;
  const candidates: readonly AvailableUpgrade[] = [
    { description: `version in the v${major}.${minor} series`, version: series },
    ...(next === undefined ? [] : [{ description: 'stable version', version: next }]),
  ];
  return candidates.filter(({ version }) => semver.gt(version, cluster));
}

/** Labels of the newest releases of a cluster's minor and of the next one. */
export function upgradeLabels(cluster: string): { readonly series: string; readonly next: string } {
  const { major, minor } = semver.parse(cluster)!;
  return { series: `stable-${major}.${minor}`, next: `stable-${major}.${minor + 1}` };
}
