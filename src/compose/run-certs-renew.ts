import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import { runWorkflow } from '../engine/run.ts';
import { storedOrDefaults } from '../observe/stored-or-defaults.ts';
import { isForeign, renewables } from '../pki/renewables.ts';
import type { JsonObject } from '../plan/json.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import type { InitSpec } from '../spec/types.ts';
import { certsRenew } from '../workflows/certs-renew.ts';
import { initConfiguration } from './init-configuration.ts';
import { initEngine } from './init-engine.ts';
import type { Surroundings } from './run-init.ts';

const prefix = 'renew';

/** `certs renew`: one certificate or all. Components take new certificates up when they are started again. */
export async function runCertsRenew(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { reporter, signal } = surroundings;
  const { selection } = invocation;
  const spec = await configuration(invocation, surroundings);
  const say = (text: string): void => reporter.emit({ kind: 'note', phase: prefix, note: { level: 'info', text } });
  const named = renewables.find(({ name }) => selection.kind === 'phase' && selection.path === `${prefix}/${name}`);
  // With external etcd kubeadm knows nothing of such a certificate, whatever lies on disk (1.36.3).
  if (named !== undefined && isForeign(named, spec)) say(`MISSING! ${named.longName}`);
  const parts = initEngine({ checkResolved: (resolved) => ({ spec: resolved, warnings: [] }) }, surroundings);
  const end = await runWorkflow(parts, {
    workflow: certsRenew,
    selection,
    skipPhases: [],
    spec,
    ignorePreflightErrors: [],
    dryRun: invocation.dryRun ?? false,
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
  if (end.outcome !== 'planned' && end.planned.length > 0) {
    say(
      `Start ${selection.kind === 'all' ? 'kube-apiserver, kube-controller-manager, kube-scheduler and etcd' : 'the components that use it'} again: only then is what was renewed used`,
    );
  }
  return { ...end, result: renewed(end.planned) };
}

async function configuration(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<InitSpec> {
  const { configFile, options, overrides } = invocation;
  if (configFile !== undefined) return (await initConfiguration(invocation, surroundings)).spec;
  const { reporter, host, signal } = surroundings;
  const { spec, lines, warnings } = await storedOrDefaults(options, host, signal);
  for (const text of lines) reporter.emit({ kind: 'note', phase: prefix, note: { level: 'info', text } });
  for (const { message: text } of warnings) reporter.emit({ kind: 'note', note: { level: 'warning', text } });
  const certificatesDir = overrides.find(({ path }) => path === 'ClusterConfiguration.certificatesDir')?.value;
  if (typeof certificatesDir !== 'string' || certificatesDir === '') return spec;
  return { ...spec, cluster: { ...spec.cluster, certificatesDir } };
}

/** What a program wants to know of it: which certificates lie in which files now. */
function renewed(planned: readonly PlannedEffect[]): JsonObject {
  return {
    renewed: planned.flatMap(({ phase, effect }) =>
      effect.kind === 'write'
        ? [{ name: phase.slice(prefix.length + 1), files: effect.artifact.files.map(({ path }) => path) }]
        : [],
    ),
  };
}
