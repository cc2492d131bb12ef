import type { Workflow } from '../plan/phase.ts';
import type { Selection } from '../plan/select.ts';

/** One command, ready to be run. */
export interface RunRequest<Spec> {
  readonly workflow: Workflow<Spec>;
  readonly selection: Selection;
  readonly skipPhases: readonly string[];
  readonly spec: Spec;
  readonly ignorePreflightErrors: readonly string[];
  readonly dryRun: boolean;
  /** Folder that gets the artefacts of a dry run (KUBEADM_INIT_DRYRUN_DIR), only if set. */
  readonly dryRunDirectory?: string;
  readonly apiTimeoutMs: number;
  /** Stops the run between two effects; its reason is the signal's name. */
  readonly signal: AbortSignal;
}

/** The words of the command, as events, locks and journals have them. */
export function commandOf<Spec>(request: RunRequest<Spec>): string {
  const { workflow, selection } = request;
  return selection.kind === 'all' ? workflow.command : `${workflow.command} phase ${selection.path}`;
}
