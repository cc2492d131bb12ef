import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import type { EngineParts } from '../engine/parts.ts';
import { runWorkflow } from '../engine/run.ts';
import { whoRuns } from '../observe/preflight/privileged-user.ts';
import { resolveResetCluster, resolveResetInputs } from '../observe/reset-inputs.ts';
import { selectPhases } from '../plan/select.ts';
import { canonicalJson } from '../spec/canonical-json.ts';
import type { LoadedDocument } from '../spec/load-document.ts';
import { loadReset } from '../spec/load-reset.ts';
import type { ResetSpec } from '../spec/reset-spec.ts';
import type { ResetConfiguration } from '../spec/reset-types.ts';
import type { WrittenReset } from '../spec/schema/reset.ts';
import { reset } from '../workflows/reset.ts';
import { askFirst } from './ask-first.ts';
import { documentInput } from './document-input.ts';
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
    rootless: false,
    emptiesEtcd: selected.includes('remove-etcd-member'),
  };
  if (selected.includes('preflight') && !spec.force && !dryRun) await askBeforeRemoving(surroundings);
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
  invocation: WorkflowInvocation,
  { host, reporter }: Surroundings,
): Promise<LoadedDocument<ResetConfiguration, WrittenReset>> {
  const loaded = loadReset(await documentInput(invocation, host, 'ResetConfiguration.ignorePreflightErrors'));
  tellWarnings(loaded.warnings, reporter);
  return loaded;
}

/** Says what a reset is, and asks whether to go on. */
async function askBeforeRemoving(surroundings: Surroundings): Promise<void> {
  const say = (level: 'info' | 'warning', text: string): void =>
    surroundings.reporter.emit({ kind: 'note', phase: 'reset', note: { level, text } });
  say(
    'warning',
    'what "init" or "join" made of this machine is going to be removed: certificates, keys, etcd data, Pods',
  );
  await askFirst(surroundings, say, '--force');
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
