import type { WorkflowInvocation } from '../cli/invocation.ts';
import { type RunResult, runWorkflow } from '../engine/run.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';
import { certsGenerateCsr } from '../workflows/certs-generate-csr.ts';
import { configImagesPull } from '../workflows/config-images-pull.ts';
import { initConfiguration } from './init-configuration.ts';
import { initEngine } from './init-engine.ts';
import type { Surroundings } from './run-init.ts';

const workflows: { readonly [command: string]: Workflow<InitSpec> } = Object.fromEntries(
  [configImagesPull, certsGenerateCsr].map((workflow) => [workflow.command, workflow]),
);

/** A workflow of one phase over the configuration of `init`: `config images pull`, `certs generate-csr`. */
export async function runShort(
  invocation: WorkflowInvocation,
  surroundings: Surroundings,
): Promise<RunResult<InitSpec>> {
  const workflow = workflows[invocation.workflow];
  if (workflow === undefined) throw new Error(`no workflow is called ${invocation.workflow}`);
  const loaded = await initConfiguration(invocation, surroundings);
  const { spec } = loaded;
  return runWorkflow(initEngine(loaded, surroundings), {
    workflow,
    selection: { kind: 'all' },
    // Those of the file are phases of `init`; so is its dry run.
    skipPhases: [],
    spec,
    ignorePreflightErrors: [],
    dryRun: false,
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal: surroundings.signal,
  });
}
