import type { WorkflowInvocation } from '../cli/invocation.ts';
import { readDocument } from '../observe/read-document.ts';
import { type LoadedInit, loadInitSpec } from '../spec/load-init.ts';
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
  const { configFile, overrides, options, ignorePreflightErrors } = invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const ignored = {
    path: 'InitConfiguration.nodeRegistration.ignorePreflightErrors',
    value: ignorePreflightErrors,
    flag: 'ignore-preflight-errors',
  };
  const loaded = loadInitSpec({
    program: options.program,
    ...document,
    overrides: [...overrides, ...(ignorePreflightErrors.length === 0 ? [] : [ignored])],
    options,
  });
  tellWarnings(loaded.warnings, reporter);
  return loaded;
}
