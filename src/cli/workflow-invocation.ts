import { UsageError } from '../errors.ts';
import type { Selection } from '../plan/select.ts';
import type { Override } from '../spec/load-init.ts';
import type { RunOptions } from '../spec/types.ts';
import type { FlagValues } from './flag-option.ts';
import { excludedByConfig, findFlag } from './flags.ts';
import type { WorkflowInvocation, WorkflowName } from './invocation.ts';
import type { Bindings, WorkflowCommand } from './workflow-commands.ts';

/**
 * What becomes of flags for fields of documents when there is a file of documents: most commands refuse them;
 * `config images` takes them without effect, as kubeadm does; for `certs generate-csr` they win.
 */
export type BesideConfig = 'refuse' | 'drop' | 'override';

/**
 * Values for fields of documents, and what is to be said about them.
 * @param command where its flags go, when that is elsewhere than the flag table says
 */
export function overridesBeside(
  values: FlagValues,
  besideConfig: BesideConfig,
  command: Pick<WorkflowCommand, 'bindings' | 'values'> = {},
): { readonly overrides: readonly Override[]; readonly warnings: readonly string[] } {
  const { bindings = {} } = command;
  if (besideConfig === 'refuse') refuseMixing(values, bindings);
  const amount = command.values?.(values) ?? { values, warnings: [] };
  const found = overrides(amount.values, bindings);
  if (besideConfig !== 'drop' || !values.get('config') || found.length === 0)
    return { overrides: found, warnings: amount.warnings };
  const flags = found.map(({ flag }) => `--${flag}`).join(', ');
  return { overrides: [], warnings: [`beside --config, ${flags} has no effect; the file decides`] };
}

/** From flags to what a run needs to know. */
export function workflowInvocation(
  workflow: WorkflowName,
  selection: Selection,
  values: FlagValues,
  program: string,
  besideConfig: BesideConfig = 'refuse',
  command: Pick<WorkflowCommand, 'bindings' | 'values'> = {},
): WorkflowInvocation {
  const fields = overridesBeside(values, besideConfig, command);
  const text = (name: string): string | undefined => values.get(name) as string | undefined;
  const list = (name: string): readonly string[] => (values.get(name) as readonly string[] | undefined) ?? [];
  const dryRun = values.get('dry-run') as boolean | undefined;
  return {
    kind: 'workflow',
    workflow,
    selection,
    skipPhases: list('skip-phases'),
    ...optional('configFile', text('config') || undefined),
    overrides: fields.overrides,
    options: runOptions(values, program),
    ...optional('dryRun', dryRun),
    ignorePreflightErrors: list('ignore-preflight-errors'),
    ...optional('events', text('events') || undefined),
    ...optional('secretsFile', text('secrets-file') || undefined),
    ...optional('successFile', text('success-file') || undefined),
    output: (text('output') ?? 'text') as 'text' | 'json',
    color: (text('color') ?? 'auto') as 'auto' | 'always' | 'never',
    warnings: [...deprecations(values), ...fields.warnings],
    verbosity: verbosityOf(values),
    ...optional('rootfs', text('rootfs') || undefined),
  };
}

/** The level given with -v. */
export function verbosityOf(values: FlagValues): number {
  return (values.get('v') as number | undefined) ?? 0;
}

/** A field that is there only when it has a value. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [name in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]: Value });
}

/** Flags for fields of documents do not go together with a file of documents: which one wins would be a guess. */
function refuseMixing(values: FlagValues, bindings: Bindings): void {
  if (!values.get('config')) return;
  const offending = [...values.keys()].filter((name) => {
    const flag = findFlag(name);
    return flag !== undefined && excludedByConfig(flag, bindingOf(name, bindings));
  });
  if (offending.length === 0) return;
  const fields = offending.map((name) => `${bindingOf(name, bindings)} (--${name})`).join(', ');
  throw new UsageError(`--config cannot be mixed with the flags [${offending.join(' ')}]`, {
    hint: `set in the file instead: ${fields}`,
  });
}

function overrides(values: FlagValues, bindings: Bindings): readonly Override[] {
  return [...values].flatMap(([name, value]) => {
    const path = bindingOf(name, bindings);
    if (path === undefined || path.startsWith('options.')) return [];
    // A word that is no flag is named as usage lines have it.
    return [{ path, value, flag: findFlag(name) === undefined ? `[${name}]` : name }];
  });
}

function bindingOf(name: string, bindings: Bindings): string | undefined {
  return bindings[name] ?? findFlag(name)?.binding;
}

function runOptions(values: FlagValues, program: string): RunOptions {
  return {
    kubeconfigDir: (values.get('kubeconfig-dir') as string | undefined) ?? '/etc/kubernetes',
    kubeconfig: (values.get('kubeconfig') as string | undefined) ?? '/etc/kubernetes/admin.conf',
    uploadCerts: values.get('upload-certs') === true,
    skipTokenPrint: values.get('skip-token-print') === true,
    skipCertificateKeyPrint: values.get('skip-certificate-key-print') === true,
    printManifest: values.get('print-manifest') === true,
    ...(values.get('print-join-command') === true && { printJoinCommand: true as const }),
    ...(values.get('yes') === true && { yes: true as const }),
    program,
  };
}

function deprecations(values: FlagValues): readonly string[] {
  return [...values.keys()].flatMap((name) => {
    const deprecated = findFlag(name)?.deprecated;
    return deprecated === undefined ? [] : [`flag --${name} is deprecated and will go away: ${deprecated}`];
  });
}
