import { PositionedError } from '../errors.ts';
import type { Event, Reporter } from '../plan/event.ts';
import type { Input } from '../plan/phase.ts';
import type { Secret } from '../plan/secret.ts';
import type { PathedPhase } from '../plan/select.ts';
import { checkMachine, type Leniency } from './check-machine.ts';
import type { EngineParts } from './parts.ts';
import type { UnfinishedRun } from './runs.ts';

/** The spec with what the cluster said, and what of that a later try of the run must have again. */
export interface Resolved<Spec> {
  readonly spec: Spec;
  readonly kept?: ReadonlyMap<string, Secret>;
}

/** A failure is told as one of the first phase that cannot do without the cluster. */
async function resolveCluster<Spec>(
  { resolveCluster: resolve, host }: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  inputs: ReadonlySet<Input>,
  unfinished: UnfinishedRun | undefined,
  { signal, emit }: { readonly signal: AbortSignal; readonly emit: Reporter['emit'] },
): Promise<Resolved<Spec>> {
  try {
    return (await resolve?.(spec, inputs, host, signal, unfinished?.secrets.texts ?? new Map(), emit)) ?? { spec };
  } catch (error) {
    const asking = phases.find(({ phase }) => phase.reads?.includes('cluster'));
    if (error instanceof PositionedError && asking !== undefined) error.locate({ phase: asking.path });
    throw error;
  }
}

/** The first checks, and the answer of the cluster. A machine that is not fit is the error to show, whatever the cluster says. */
export async function checkAndResolve<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  inputs: ReadonlySet<Input>,
  stopped: AbortSignal,
  leniency: Leniency<Spec>,
): Promise<Resolved<Spec>> {
  const unfit = new AbortController();
  const signal = AbortSignal.any([stopped, unfit.signal]);
  const { emit, release } = holdBack(parts.reporter);
  const ask = () => resolveCluster(parts, phases, spec, inputs, leniency.unfinished, { signal, emit });
  const needed = inputs.has('cluster');
  const asked = needed && parts.asksAhead === true ? ask() : undefined;
  asked?.catch(() => {});
  try {
    await checkMachine(parts, phases, 'firstChecks', spec, leniency);
  } catch (error) {
    unfit.abort('the machine is not fit');
    throw error;
  }
  release();
  return needed ? (asked ?? ask()) : { spec };
}

/** A way to emit events that come out only after `release`. */
function holdBack(reporter: Reporter): { readonly emit: Reporter['emit']; readonly release: () => void } {
  const held: Event[] = [];
  let isReleased = false;
  return {
    emit: (event) => {
      if (isReleased) reporter.emit(event);
      else held.push(event);
    },
    release: () => {
      isReleased = true;
      for (const event of held) reporter.emit(event);
    },
  };
}
