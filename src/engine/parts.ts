import type { Evidence, Finding, Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { Operation } from '../operations/operation.ts';
import type { Effect, Probe } from '../plan/effect.ts';
import type { Reporter } from '../plan/event.ts';
import type { Facts, Look, NodeFacts } from '../plan/facts.ts';
import type { Judges } from '../plan/judge.ts';
import type { Input } from '../plan/phase.ts';
import type { Secret } from '../plan/secret.ts';
import type { StartWatch } from '../plan/start-watch.ts';

/** Values of inputs found out for a run, by input; stored in the run so that a continued run has the same. */
export type ResolvedInputs = { readonly [input in Input]?: string };

/** What the engine works with; composed in main, replaced by small fakes in tests. */
export interface EngineParts<Spec> {
  readonly host: Host;
  readonly reporter: Reporter;
  readonly judges: Judges;
  readonly operation: (name: string) => Operation;
  readonly resolveInputs: (
    spec: Spec,
    inputs: ReadonlySet<Input>,
    host: Host,
    previous?: ResolvedInputs,
  ) => Promise<{ readonly spec: Spec; readonly resolved: ResolvedInputs; readonly warnings: readonly Issue[] }>;
  /**
   * Asks the cluster, for phases that read `cluster`; after `resolveInputs` and the first checks.
   * @param known what an earlier try of the same run had `kept`
   * @param emit tells of it
   * @returns `kept`: what the run is to keep, as it keeps what it mints, so that a later try has the same
   */
  readonly resolveCluster?: (
    spec: Spec,
    inputs: ReadonlySet<Input>,
    host: Host,
    signal: AbortSignal,
    known: ReadonlyMap<string, Secret>,
    emit: Reporter['emit'],
  ) => Promise<{ readonly spec: Spec; readonly kept: ReadonlyMap<string, Secret> }>;
  /**
   * Whether the cluster is asked while the first checks look, because asking only reads. What it tells is then held back
   * until they are over, and on a machine that is not fit its signal is aborted.
   */
  readonly asksAhead?: boolean;
  readonly observeNode: (host: Host, inputs: ReadonlySet<Input>) => Promise<NodeFacts>;
  readonly carryOutLooks: (
    looks: readonly Look[],
    host: Host,
  ) => Promise<Pick<Facts, 'files' | 'trees' | 'objects' | 'etcd'>>;
  /** Runs a named set of machine checks. */
  readonly runChecks: (set: string, spec: Spec, host: Host) => Promise<readonly Finding[]>;
  readonly lookAtProbe: (probe: Probe, host: Host) => Promise<{ readonly ok: boolean; readonly seen: string }>;
  readonly diagnose: (component: string, criSocket: string, host: Host) => Promise<readonly Evidence[]>;
  /** Begins to watch: what ends before this moment is told and no reason to give up. */
  readonly watchStart: (host: Host) => StartWatch;
  /** Stable text of a spec, secrets included: only its digest leaves the process. */
  readonly canonicalSpec: (spec: Spec) => string;
  /** Called before and after every act; tests kill the run here. */
  readonly hook?: (moment: 'before' | 'after', effect: Effect) => void | Promise<void>;
}
