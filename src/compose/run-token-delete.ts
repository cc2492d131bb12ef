import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import { runWorkflow } from '../engine/run.ts';
import { findKubeconfig } from '../observe/find-kubeconfig.ts';
import { loadInitSpec } from '../spec/load-init.ts';
import { tokenDelete } from '../workflows/token-delete.ts';
import { engineBase } from './engine-base.ts';
import type { Surroundings } from './run-init.ts';

/** `token delete`, of one token or several. */
export async function runTokenDelete(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { options, dryRun = false } = invocation;
  const tokenIds = [...new Set(options.tokenIds ?? [])];
  const kubeconfig = await findKubeconfig(options.kubeconfig, surroundings.host);
  const { spec } = loadInitSpec({
    program: options.program,
    overrides: [],
    options: { ...options, kubeconfig, tokenIds },
  });
  const end = await runWorkflow(
    {
      ...engineBase(surroundings),
      resolveInputs: async (unresolved) => ({ spec: unresolved, resolved: {}, warnings: [] }),
    },
    {
      workflow: tokenDelete,
      selection: { kind: 'all' },
      skipPhases: [],
      spec,
      ignorePreflightErrors: [],
      dryRun,
      apiTimeoutMs: spec.timeouts.kubernetesAPICall,
      signal: surroundings.signal,
    },
  );
  const text = dryRun ? '' : tokenIds.map((id) => `bootstrap token "${id}" deleted\n`).join('');
  return { ...end, text, result: { deleted: dryRun ? [] : tokenIds } };
}
