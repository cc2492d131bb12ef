import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { Host } from '../host/host.ts';
import { readDocument } from '../observe/read-document.ts';
import type { DocumentInput } from '../spec/load-document.ts';

/**
 * What the configuration of a workflow is read from: the file of --config, and flags.
 * @param ignored where the configuration has what --ignore-preflight-errors sets
 * @throws ConfigError when the file cannot be read
 */
export async function documentInput(
  { configFile, overrides, options, ignorePreflightErrors }: WorkflowInvocation,
  host: Host,
  ignored: string,
): Promise<DocumentInput> {
  const flagged = { path: ignored, value: ignorePreflightErrors, flag: 'ignore-preflight-errors' };
  return {
    program: options.program,
    ...(configFile === undefined ? {} : { document: await readDocument(configFile, host) }),
    overrides: [...overrides, ...(ignorePreflightErrors.length === 0 ? [] : [flagged])],
  };
}
