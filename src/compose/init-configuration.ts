import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { Issue } from '../errors.ts';
import { readDocument } from '../observe/read-document.ts';
import type { Reporter } from '../plan/event.ts';
import { type LoadedInit, loadInitSpec } from '../spec/load-init.ts';
import type { Surroundings } from './run-init.ts';

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
  for (const warning of loaded.warnings) warn(reporter, warning);
  return loaded;
}

function warn(reporter: Reporter, { path, message, file, line }: Issue): void {
  const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  const text = `${where}${path === '' ? '' : `${path}: `}${message}`;
  reporter.emit({ kind: 'note', note: { level: 'warning', text } });
}
