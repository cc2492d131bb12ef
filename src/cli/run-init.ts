import type { Host } from '../host/host.ts';
import type { Reporter } from '../plan/event.ts';
import type { WorkflowInvocation } from './invocation.ts';

/** What a run gets from the process. */
export interface Surroundings {
  readonly host: Host;
  /** Aborted, with an Aborted error as reason, on INT, TERM and HUP. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

/**
 * SEAM: to be wired by the lead. Loads the configuration named by the invocation, applies its overrides and runs the
 * phases of `init` with the engine. Failures are thrown; words about progress go to the reporter.
 */
export async function runInit(_invocation: WorkflowInvocation, _surroundings: Surroundings): Promise<void> {
  throw new Error('runInit is not wired yet');
}
