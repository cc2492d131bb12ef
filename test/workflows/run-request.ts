import type { RunRequest } from '../../src/engine/run-request.ts';
import type { Workflow } from '../../src/plan/phase.ts';
import type { Timeouts } from '../../src/spec/types.ts';

/** A request to run the whole of a workflow. */
export function runRequest<Spec extends { readonly timeouts: Timeouts }>(
  workflow: Workflow<Spec>,
  spec: Spec,
  more: Partial<RunRequest<Spec>> = {},
): RunRequest<Spec> {
  return {
    workflow,
    selection: { kind: 'all' },
    skipPhases: [],
    spec,
    ignorePreflightErrors: [],
    dryRun: false,
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal: new AbortController().signal,
    ...more,
  };
}
