import type { WorkflowInvocation } from '../cli/invocation.ts';
import { type LoadedInit, loadInitSpec } from '../spec/load-init.ts';
import { documentInput } from './document-input.ts';
import type { Surroundings } from './run-init.ts';
import { tellWarnings } from './tell-warnings.ts';

/**
 * The configuration of a workflow that reads an InitConfiguration, from file and flags; what is doubtful about it goes
 * to the reporter.
 */
export async function initConfiguration(
  invocation: WorkflowInvocation,
  { host, reporter }: Surroundings,
): Promise<LoadedInit> {
  const input = await documentInput(invocation, host, 'InitConfiguration.nodeRegistration.ignorePreflightErrors');
  const loaded = loadInitSpec({ ...input, options: invocation.options });
  tellWarnings(loaded.warnings, reporter);
  return loaded;
}
