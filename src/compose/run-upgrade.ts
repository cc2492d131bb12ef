import type { WorkflowInvocation } from '../cli/invocation.ts';
import type { RunEnd } from '../cli/run-command.ts';
import { runWorkflow } from '../engine/run.ts';
import { UsageError } from '../errors.ts';
import { isControlPlane } from '../observe/upgrade-inputs.ts';
import { selectPhases } from '../plan/select.ts';
import { loadUpgrade } from '../spec/load-upgrade.ts';
import { adminKubeconfig, kubeletKubeconfig } from '../spec/paths.ts';
import { type UpgradeSpec, upgradeSpec } from '../spec/upgrade-spec.ts';
import type { UpgradeConfiguration } from '../spec/upgrade-types.ts';
import { upgradeApply } from '../workflows/upgrade-apply.ts';
import { upgradeNode } from '../workflows/upgrade-node.ts';
import { documentInput } from './document-input.ts';
import { learnAboutNode } from './learn-node.ts';
import type { Surroundings } from './run-init.ts';
import { tellMisnamedChecks } from './tell-misnamed-checks.ts';
import { tellWarnings } from './tell-warnings.ts';
import { upgradeEngine } from './upgrade-engine.ts';
import { upgradeReport } from './upgrade-result.ts';
import { upgradedText } from './upgraded-text.ts';

/** `upgrade apply` and `upgrade node`, whole or a single phase. Failures are thrown; words about progress go to the reporter. */
export async function runUpgrade(invocation: WorkflowInvocation, surroundings: Surroundings): Promise<RunEnd> {
  const { host, reporter, signal } = surroundings;
  const { selection } = invocation;
  const command = invocation.workflow === 'upgrade apply' ? 'apply' : 'node';
  const workflow = command === 'apply' ? upgradeApply : upgradeNode;
  const configuration = await upgradeConfiguration(command, invocation, surroundings);
  const loaded = upgradeSpec(configuration, command, await optionsOf(command, invocation, surroundings));
  if (command === 'apply' && loaded.target.version === '') {
    throw new UsageError('it is not said to which version the cluster is to be upgraded', {
      hint: `name it: ${invocation.options.program} upgrade apply v1.36.3, or set apply.kubernetesVersion in the file`,
    });
  }
  tellMisnamedChecks(loaded.nodeRegistration.ignorePreflightErrors, reporter);
  const dryRun = invocation.dryRun ?? loaded.dryRun;
  const spec: UpgradeSpec = { ...loaded, dryRun };
  const whole = selection.kind === 'all';
  const skipPhases = !whole ? [] : invocation.skipPhases.length > 0 ? invocation.skipPhases : spec.skipPhases;
  const judges = selectPhases(workflow, selection, skipPhases).some(({ path }) => path === 'preflight');
  const asks = judges && command === 'apply' && !spec.target.force && spec.options.yes !== true && !dryRun;
  const dryRunDirectory = host.process.env['KUBEADM_UPGRADE_DRYRUN_DIR'];
  const end = await runWorkflow(
    upgradeEngine(surroundings, { command, judges, asks, prints: configuration.apply.printConfig === true }),
    {
      workflow,
      selection,
      skipPhases,
      spec,
      ignorePreflightErrors: spec.nodeRegistration.ignorePreflightErrors,
      dryRun,
      ...(dryRunDirectory ? { dryRunDirectory } : {}),
      apiTimeoutMs: spec.timeouts.kubernetesAPICall,
      signal,
    },
  );
  if (whole && end.outcome === 'succeeded') {
    reporter.emit({ kind: 'note', note: { level: 'output', text: upgradedText(command, end.spec) } });
  }
  if (!whole || end.outcome === 'planned') return end;
  return {
    ...end,
    result: upgradeReport(end.spec),
    learnt: await learnAboutNode(host, end.spec.cluster.certificatesDir),
  };
}

/** A worker has no administrator's kubeconfig; its own identity may read what it needs (kubeadm 1.36.3). */
async function optionsOf(
  command: 'apply' | 'node',
  { options }: WorkflowInvocation,
  { host }: Surroundings,
): Promise<UpgradeSpec['options']> {
  if (command === 'apply' || options.kubeconfig !== adminKubeconfig) return options;
  return (await isControlPlane(host)) ? options : { ...options, kubeconfig: kubeletKubeconfig };
}

async function upgradeConfiguration(
  command: 'apply' | 'node',
  invocation: WorkflowInvocation,
  { host, reporter }: Surroundings,
): Promise<UpgradeConfiguration> {
  const loaded = loadUpgrade(
    await documentInput(invocation, host, `UpgradeConfiguration.${command}.ignorePreflightErrors`),
  );
  tellWarnings(loaded.warnings, reporter);
  return loaded.spec;
}
