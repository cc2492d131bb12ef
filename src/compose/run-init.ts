import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import { runWorkflow } from '../engine/run.ts';
import type { Host } from '../host/host.ts';
import { recommendations } from '../manifests/recommendations.ts';
import type { Reporter } from '../plan/event.ts';
import type { InitSpec } from '../spec/types.ts';
import { init } from '../workflows/init.ts';
import { initConfiguration } from './init-configuration.ts';
import { initEngine } from './init-engine.ts';
import { initReport } from './init-result.ts';
import { learnAboutNode } from './learn-node.ts';
import { placeSecrets } from './place-secrets.ts';
import { tellMisnamedChecks } from './tell-misnamed-checks.ts';

/** What a run gets from the process. */
export interface Surroundings {
  readonly host: Host;
  /** Aborted on INT, TERM and HUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly reporter: Reporter;
}

/** A skipped addon is stored as disabled, so that an upgrade does not install it (kubeadm 1.36.3). */
function withSkippedAddons(spec: InitSpec, skipPhases: readonly string[]): InitSpec {
  const skips = (name: string): boolean => skipPhases.includes('addon') || skipPhases.includes(`addon/${name}`);
  const { cluster } = spec;
  return {
    ...spec,
    cluster: {
      ...cluster,
      dns: { ...cluster.dns, disabled: cluster.dns.disabled || skips('coredns') },
      proxy: { ...cluster.proxy, disabled: cluster.proxy.disabled || skips('kube-proxy') },
    },
  };
}

function withholding(spec: InitSpec): InitSpec {
  return { ...spec, options: { ...spec.options, skipTokenPrint: true, skipCertificateKeyPrint: true } };
}

/**
 * `init`, whole or a single phase: loads the configuration and hands it to the engine with everything that it works
 * with. Failures are thrown; words about progress go to the reporter.
 */
export async function runInit(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { host, reporter, signal } = surroundings;
  const loaded = await initConfiguration(invocation, surroundings);
  tellMisnamedChecks(loaded.spec.nodeRegistration.ignorePreflightErrors, reporter);
  const skipPhases = invocation.skipPhases.length > 0 ? invocation.skipPhases : loaded.spec.skipPhases;
  const spec = withSkippedAddons(loaded.spec, skipPhases);
  for (const { message } of recommendations(spec)) {
    reporter.emit({ kind: 'note', note: { level: 'warning', text: message } });
  }
  const dryRunDirectory = host.process.env['KUBEADM_INIT_DRYRUN_DIR'];
  const parts = initEngine(loaded, surroundings, (version) => {
    if (invocation.selection.kind !== 'all') return;
    const text = `Using Kubernetes version: ${version}`;
    reporter.emit({ kind: 'note', phase: 'init', note: { level: 'info', text } });
  });
  const end = await runWorkflow(parts, {
    workflow: init,
    selection: invocation.selection,
    skipPhases: invocation.selection.kind === 'all' ? skipPhases : [],
    // What goes to a file of its own is not said beside it.
    spec: invocation.secretsFile === undefined ? spec : withholding(spec),
    ignorePreflightErrors: spec.nodeRegistration.ignorePreflightErrors,
    dryRun: invocation.dryRun ?? spec.dryRun,
    ...(dryRunDirectory ? { dryRunDirectory } : {}),
    apiTimeoutMs: spec.timeouts.kubernetesAPICall,
    signal,
  });
  if (invocation.selection.kind !== 'all' || end.outcome === 'planned') return end;
  const report = await initReport({ ...end, spec: { ...end.spec, options: spec.options } }, host.files);
  const fresh = end.outcome === 'succeeded';
  return {
    ...end,
    result: await placeSecrets(report, fresh, invocation.secretsFile, host.files),
    learnt: await learnAboutNode(host, spec.cluster.certificatesDir),
  };
}
