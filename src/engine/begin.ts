import type { Input } from '../plan/phase.ts';
import { type PathedPhase, selectPhases } from '../plan/select.ts';
import type { EngineParts } from './parts.ts';
import { commandOf, type RunRequest } from './run-request.ts';
import { type Binding, digestOf, findUnfinished, runName, type UnfinishedRun } from './runs.ts';
import { machineId, type StatePaths, statePaths } from './store.ts';
import { prepareTakeOver, type TakeOver } from './superseded.ts';

/** A run that has begun: what it does, and what an earlier try of it left. */
export interface BegunRun<Spec> {
  readonly request: RunRequest<Spec>;
  readonly paths: StatePaths;
  readonly binding: Binding;
  readonly run: string;
  readonly startedAt: number;
  readonly unfinished: UnfinishedRun | undefined;
  readonly takeOver: TakeOver<Spec>;
  /** All that are selected, and before them those that take a superseded run away. */
  readonly phases: readonly PathedPhase<Spec>[];
  readonly inputs: ReadonlySet<Input>;
}

/** Selects phases, looks for an earlier try of the same run on this machine, and tells that the run began. */
export async function begin<Spec>(parts: EngineParts<Spec>, request: RunRequest<Spec>): Promise<BegunRun<Spec>> {
  const { host, reporter } = parts;
  const command = commandOf(request);
  const selected = selectPhases(request.workflow, request.selection, request.skipPhases);
  const paths = statePaths(host.process);
  const binding = {
    machineId: await machineId(host.files),
    command,
    digest: digestOf(command, `${parts.canonicalSpec(request.spec)}\n${request.skipPhases.join()}`),
  };
  const isContinuable = !request.dryRun && request.workflow.clusterOnly !== true;
  const unfinished = isContinuable ? await findUnfinished(host.files, paths, binding) : undefined;
  const takeOver: TakeOver<Spec> =
    request.selection.kind === 'all'
      ? await prepareTakeOver(host.files, paths, binding, request.workflow, unfinished)
      : { phases: [], left: [] };
  const phases = [...takeOver.phases, ...selected];
  const startedAt = unfinished?.header.startedAt ?? host.clock.now();
  const run = unfinished?.header.run ?? runName(host, startedAt);
  reporter.emit({
    kind: 'run-started',
    command,
    run,
    continued: unfinished !== undefined,
    dryRun: request.dryRun,
    phases: phases.map(({ path }) => path),
  });
  const inputs = new Set<Input>(phases.flatMap(({ phase }) => phase.reads ?? []));
  return { request, paths, binding, run, startedAt, unfinished, takeOver, phases, inputs };
}
