import semver from 'semver';
import { minorFacts, servedMinors } from './versions.ts';

/** A version that is asked for, and what runs. */
export interface UpgradeRequest {
  /** `v1.36.3` */
  readonly target: string;
  readonly running: {
    /** What the API server says it is. */
    readonly apiServer: string;
    /** By node; undefined when they cannot be told. */
    readonly kubelets: ReadonlyMap<string, string> | undefined;
  };
  readonly allowExperimental: boolean;
  readonly allowRC: boolean;
}

/** What stands against an upgrade, as sentences without a full stop: what, why, and the way out. */
export interface UpgradeComplaints {
  readonly mandatory: readonly string[];
  /** Given up with --force. */
  readonly skippable: readonly string[];
}

/**
 * Judges a version by the rules of kubeadm of the target's minor (kubeadm-cli-config.md, 2.6): one minor at a time and never
 * back, no kubelet further behind than it may be, no version that is not released yet unless that is asked for.
 */
export function upgradeComplaints({ target, running, allowExperimental, allowRC }: UpgradeRequest): UpgradeComplaints {
  const to = semver.parse(target);
  const from = semver.parse(running.apiServer);
  if (to === null) return { mandatory: [`${target} is no version`], skippable: [] };
  if (from === null) {
    return {
      mandatory: [
        `the API server says that its version is ${JSON.stringify(running.apiServer)}, which cannot be understood`,
      ],
      skippable: [],
    };
  }
  const steps = distance(from, to, running.apiServer, target);
  const isPrerelease = to.prerelease.length > 0;
  const skippable = [
    ...(isPrerelease ? steps : []),
    ...kubeletComplaints(to, target, running.kubelets),
    ...(isPrerelease ? prereleaseComplaints(to, target, allowExperimental, allowRC) : []),
  ];
  return { mandatory: isPrerelease ? [] : steps, skippable };
}

type Version = semver.SemVer;

function minorNumber({ major, minor }: Version): number {
  return major * 1000 + minor;
}

function distance(from: Version, to: Version, running: string, target: string): readonly string[] {
  const minors = minorNumber(to) - minorNumber(from);
  if (minors > 1) {
    const next = `${from.major}.${from.minor + 1}`;
    const served = servedMinors.oldest <= next ? `go to ${next} first, then on` : `${next} has to come first`;
    return [
      `from ${running} to ${target} is more than one minor version at a time, and what is between cannot be left out: ${served}`,
    ];
  }
  if (minors < 0) {
    return [
      `${target} is older than the cluster, which is ${running}: what a newer API server has stored an older one may not read; set up a new cluster of ${to.major}.${to.minor} if you need one`,
    ];
  }
  return [];
}

function kubeletComplaints(
  to: Version,
  target: string,
  kubelets: ReadonlyMap<string, string> | undefined,
): readonly string[] {
  if (kubelets === undefined)
    return ['the versions of the kubelets cannot be told, and one may be too old for the new version'];
  const allowed = minorFacts(target).kubeletMinorsBehind;
  const old = [...kubelets]
    .filter(([, version]) => {
      const parsed = semver.parse(version);
      return parsed !== null && minorNumber(to) - minorNumber(parsed) > allowed;
    })
    .map(([node, version]) => `${node} (${version})`)
    .sort();
  if (old.length === 0) return [];
  return [
    `kubelets may be ${allowed} minor versions behind their API server at most, and these would be further behind ${target}: ${old.join(', ')}; upgrade them first`,
  ];
}

function prereleaseComplaints(
  to: Version,
  target: string,
  allowExperimental: boolean,
  allowRC: boolean,
): readonly string[] {
  const isCandidate = String(to.prerelease[0]) === 'rc';
  if (allowExperimental || (isCandidate && allowRC)) return [];
  return [
    `${target} is not released yet; give --allow-${isCandidate ? 'release-candidate' : 'experimental'}-upgrades if you want it all the same`,
  ];
}
