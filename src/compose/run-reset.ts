import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import type { EngineParts } from '../engine/parts.ts';
import { runWorkflow } from '../engine/run.ts';
import { Aborted } from '../errors.ts';
import { whoRuns } from '../observe/preflight/privileged-user.ts';
import { readDocument } from '../observe/read-document.ts';
import { resolveResetCluster, resolveResetInputs } from '../observe/reset-inputs.ts';
import { selectPhases } from '../plan/select.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import type { LoadedDocument } from '../spec/load-document.ts';
import { loadReset } from '../spec/load-reset.ts';
import type { ResetSpec } from '../spec/reset-spec.ts';
import type { ResetConfiguration } from '../spec/reset-types.ts';
import type { WrittenReset } from '../spec/schema/reset.ts';
import { reset } from '../workflows/reset.ts';
import { engineBase } from './engine-base.ts';
import type { Surroundings } from './run-init.ts';
import { tellMisnamedChecks } from './tell-misnamed-checks.ts';
import { tellWarnings } from './tell-warnings.ts';

/** `reset`, whole or a single phase. Failures are thrown; words about progress go to the reporter. */
export async function runReset(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { reporter, signal } = surroundings;
  const { selection, options } = invocation;
  const loaded = await resetConfiguration(invocation, surroundings);
  tellMisnamedChecks(loaded.spec.ignorePreflightErrors, reporter);
  const skipPhases =
    selection.kind !== 'all' ? [] : invocation.skipPhases.length > 0 ? invocation.skipPhases : loaded.spec.skipPhases;
  const selected = selectPhases(reset, selection, skipPhases).map(({ path }) => path);
  const dryRun = invocation.dryRun ?? loaded.spec.dryRun;
  const spec: ResetSpec = {
    ...loaded.spec,
    dryRun,
    options,
    certificatesDirGiven: Boolean(loaded.written().certificatesDir),
    etcd: 'unknown',
    emptiesEtcd: selected.includes('remove-etcd-member'),
  };
  if (selected.includes('preflight') && !spec.force && !dryRun) await askFirst(surroundings);
  return runWorkflow(resetEngine(surroundings), {
    workflow: reset,
    selection,
    skipPhases,
    spec,
    ignorePreflightErrors: spec.ignorePreflightErrors,
    dryRun,
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
}

async function resetConfiguration(
  { configFile, overrides, options, ignorePreflightErrors }: WorkflowInvocation,
  { host, reporter }: Surroundings,
): Promise<LoadedDocument<ResetConfiguration, WrittenReset>> {
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const ignored = {
    path: 'ResetConfiguration.ignorePreflightErrors',
    value: ignorePreflightErrors,
    flag: 'ignore-preflight-errors',
  };
  const loaded = loadReset({
    program: options.program,
    ...document,
    overrides: [...overrides, ...(ignorePreflightErrors.length === 0 ? [] : [ignored])],
  });
  tellWarnings(loaded.warnings, reporter);
  return loaded;
}

/**
 * Asks whether to go on, before anything is begun, so that a no leaves no trace.
 * @throws Aborted for every answer but y and yes, and when there is none
 */
async function askFirst({ host, reporter, signal }: Surroundings): Promise<void> {
  const say = (level: 'info' | 'warning', text: string): void =>
    reporter.emit({ kind: 'note', phase: 'reset', note: { level, text } });
  say(
    'warning',
    'what "init" or "join" made of this machine is going to be removed: certificates, keys, etcd data, Pods',
  );
  say('info', 'Are you sure you want to proceed? [y/N]:');
  const answer = await host.stdin.readLine(signal);
  if (signal.aborted) throw new Aborted('stopped before anything was done', { signal: String(signal.reason) });
  if (/^\s*y(?:es)?\s*$/i.test(answer ?? '')) return;
  throw new Aborted(`nothing was done: ${answer === undefined ? 'there was no answer' : 'the answer was not y'}`, {
    hint: 'answer y, or give --force to be asked nothing',
  });
}

function resetEngine(surroundings: Surroundings): EngineParts<ResetSpec> {
  const { reporter } = surroundings;
  const say = (level: 'info' | 'warning', text: string): void =>
    reporter.emit({ kind: 'note', phase: 'reset', note: { level, text } });
  return {
    ...engineBase(surroundings),
    canonicalSpec: canonicalJson,
    resolveInputs: resolveResetInputs,
    resolveCluster: (spec, _inputs, host, signal, known) =>
      resolveResetCluster(spec, host, signal, known, {
        reading: () =>
          say('info', 'Reading the cluster configuration from ConfigMap "kubeadm-config" in namespace "kube-system"'),
        warn: (text) => say('warning', text),
      }),
    runChecks: async (_set, _spec, host) => whoRuns(host),
  };
}
