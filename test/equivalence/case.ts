import type { Release } from '../lab/versions.ts';
import type { CauseName } from './allowed-differences.ts';

type Fields = { readonly [field: string]: unknown };

/** One configuration, as people write it, and the machine on which it is used. */
export interface Case {
  /** Written as an InitConfiguration, ClusterConfiguration, … of v1beta4; the release's version is filled in. */
  readonly init?: Fields;
  readonly cluster?: Fields;
  readonly kubelet?: Fields;
  readonly kubeProxy?: Fields;
  /** The configuration file instead of all of these, to the letter. */
  readonly text?: string;
  /** What else lies on the machine: path → text. */
  readonly files?: { readonly [path: string]: string };
  /** Shell commands that make what lies there before; run once, with the real kubeadm, for both programs. */
  readonly prepare?: string;
  /** Command lines after the program's name, or shell commands after `!`. Given without --config where there is none. */
  readonly steps?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly hostName?: string;
  /** Commands that set up the network, instead of one interface with an address and a default route of each family. */
  readonly network?: string;
  /** Sockets on which something answers. */
  readonly sockets?: readonly string[];
  readonly systemdResolved?: boolean;
  /** The name that tsadm is called by. */
  readonly as?: 'kubeadm' | 'tsadm';
  /** The step that both refuse, and what tsadm says about it. */
  readonly refuses?: {
    readonly step: string;
    readonly naming: RegExp;
    /** The other program takes it. */
    readonly only?: { readonly by: 'kubeadm' | 'tsadm'; readonly cause: CauseName };
  };
  /** Differences that are right here. */
  readonly allows?: readonly CauseName[];
  /** What it is about beside fields of the API: words of `options` (coverage.ts). */
  readonly covers?: readonly string[];
}

/** A case may look different from release to release: gates and patch targets come and go. */
export type CaseOf = (release: Release) => Case;

/** The files' phases that need neither a network nor a cluster, one by one, in the order of `init`. */
const phaseByPhase: readonly string[] = [
  'init phase certs all',
  'init phase kubeconfig all',
  'init phase etcd local',
  'init phase control-plane all',
  'init phase kubelet-start',
];

/** The same in one go. */
export const wholeOffline: readonly string[] = [
  'init --skip-phases=preflight,wait-control-plane,upload-config,upload-certs,mark-control-plane,bootstrap-token,kubelet-finalize,addon,show-join-command',
];

const addons: readonly string[] = [
  'init phase addon coredns --print-manifest',
  'init phase addon kube-proxy --print-manifest',
];

/**
 * The steps of a case. Where it does not say: on 1.36 phase by phase, so that every phase is seen to find its inputs by
 * itself, on the others in one go, which takes half the time. A refusal is always looked for phase by phase.
 */
export function stepsOf({ steps, refuses }: Case, { kubernetes }: Release): readonly string[] {
  if (steps) return steps;
  const oneByOne = refuses !== undefined || kubernetes.startsWith('v1.36.');
  return [...(oneByOne ? phaseByPhase : wholeOffline), ...addons];
}
