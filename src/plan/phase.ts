import type { Issue } from '../errors.ts';
import type { Effect } from './effect.ts';
import type { Facts, Look } from './facts.ts';
import type { LeftBehind } from './left-behind.ts';
import type { Secret } from './secret.ts';

/** Key algorithms of ClusterConfiguration.encryptionAlgorithm. */
export type KeyAlgorithm = 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'ECDSA-P256' | 'ECDSA-P384';

/** Something to be made from randomness, before planning. Names are unique in a run. */
export type Mint =
  /** A key pair and a certificate serial number. */
  | { readonly kind: 'key'; readonly name: string; readonly algorithm: KeyAlgorithm }
  /** A bootstrap token `[a-z0-9]{6}.[a-z0-9]{16}`. */
  | { readonly kind: 'token'; readonly name: string }
  /** Random bytes, given as lower-case hex. */
  | { readonly kind: 'bytes'; readonly name: string; readonly length: number };

/** A minted key pair. */
export interface MintedKey {
  readonly algorithm: KeyAlgorithm;
  /** PKCS#1 (RSA) or SEC1 (ECDSA) PEM, as kubeadm writes it. */
  readonly privateKey: Secret;
  /** SubjectPublicKeyInfo PEM. */
  readonly publicKey: string;
  /** Random certificate serial in [1, 2^63-1), lower-case hex. */
  readonly serial: string;
}

/** What was minted for this run. A dry run has minted nothing: every lookup then gives undefined. */
export interface Secrets {
  readonly keys: ReadonlyMap<string, MintedKey>;
  /** Tokens and hex bytes. */
  readonly texts: ReadonlyMap<string, Secret>;
}

/** Everything a phase may know. If you want a fourth field, first ask what the phase is really doing. */
export interface PhaseContext<Spec> {
  readonly spec: Spec;
  readonly facts: Facts;
  readonly secrets: Secrets;
}

/** Something said to the user when the phase ends: the join command block, a warning. */
export interface Note {
  readonly level: 'info' | 'warning' | 'output';
  readonly text: string;
  /** What events and journals hold instead, when the text has secrets in it. */
  readonly publicText?: string;
}

/** What a phase (or one step of it) wants done. */
export interface Plan {
  readonly effects: readonly Effect[];
  readonly notes?: readonly Note[];
  /** Reasons why the phase must not go on; shown before the first act. */
  readonly refusals?: readonly string[];
}

/** Inputs that depend on the node or the network and are resolved only when a selected phase names them. */
export type Input =
  | 'node-name'
  | 'advertise-address'
  | 'cri-socket'
  | 'kubernetes-version'
  | 'systemd-resolved'
  /** What a joining node learns by discovery: where the cluster is, whom to trust, what it has stored. */
  | 'cluster';

/** A thing that must be there (or be made earlier in the same plan) for the phase to work. */
export interface Need {
  readonly path: string;
  readonly what: string;
  /** The phase that makes it, as in `tsadm init phase …`. */
  readonly madeBy: string;
}

/** A step: a pure function from what is known to what should be done. Steps of a phase are observed and planned anew. */
export type Step<Spec> = (context: PhaseContext<Spec>) => Plan;

/** One line of a workflow's table of contents. */
export interface Phase<Spec> {
  /** kubeadm's name. */
  readonly name: string;
  /** Old or short names that work as a sub-command. */
  readonly aliases?: readonly string[];
  readonly short: string;
  readonly long?: string;
  readonly example?: string;
  /** Runs in the whole workflow but has no sub-command. */
  readonly hidden?: boolean;
  readonly children?: readonly Phase<Spec>[];
  /** Flags of the stand-alone command, by name without dashes; children have their own. */
  readonly flags?: readonly string[];
  /** Child phases also get `all`, a sub-command that runs them all (kubeadm: every group but etcd). */
  readonly all?: { readonly short: string; readonly flags: readonly string[] };
  /** When it returns false the phase is passed over without a word. */
  readonly runIf?: (spec: Spec) => boolean;
  readonly reads?: readonly Input[];
  readonly looks?: (spec: Spec) => readonly Look[];
  readonly mints?: (context: Omit<PhaseContext<Spec>, 'secrets'>) => readonly Mint[];
  readonly needs?: (spec: Spec) => readonly Need[];
  /** Names the set of machine checks that run in front (preflight phases); it may depend on what is set up. */
  readonly checks?: string | ((spec: Spec) => string | undefined);
  /** Names checks that need nothing of the cluster and run before it is asked (`join`); `checks` then run after it. */
  readonly firstChecks?: string;
  readonly steps?: readonly Step<Spec>[];
  /** Phases that must run in the same run, because they make what this one shows. */
  readonly dependsOn?: readonly string[];
  /**
   * After it nothing counts any more that runs have left on this machine: when the run has ended well, journals, minted
   * secrets, records and backups are removed, its own among them.
   */
  readonly forgets?: true;
  /** Why the phase cannot run alone, when it cannot (show-join-command). */
  readonly notAlone?: string;
}

/** What must hold before any phase of a workflow runs, whichever was asked for. */
export interface Guard<Spec> {
  readonly looks: (spec: Spec) => readonly Look[];
  readonly check: (
    spec: Spec,
    facts: Facts,
  ) => { readonly issues: readonly Issue[]; readonly warnings: readonly string[] };
}

/** A command as a literal list of phases. */
export interface Workflow<Spec> {
  readonly command: string;
  readonly guard?: Guard<Spec>;
  /** Asked again it works again, also when it has finished on this machine before: what it makes is not its own files. */
  readonly repeats?: true;
  /** Touches the cluster and nothing on this machine: no lock is taken and no run is opened that could be continued. */
  readonly clusterOnly?: true;
  /**
   * The phase that takes away what runs with another configuration left; it then comes before all others.
   * @returns undefined when that must not be taken away
   */
  readonly takeOver?: (left: readonly LeftBehind[]) => Phase<Spec> | undefined;
  readonly phases: readonly Phase<Spec>[];
}
