import { RefusedError } from '../errors.ts';
import { carryOutLooks } from '../observe/looks.ts';
import { observeNode } from '../observe/node-facts.ts';
import { readDocument } from '../observe/read-document.ts';
import {
  type ControlPlaneComponentName,
  controlPlaneComponents,
  controlPlanePodLooks,
  planControlPlanePod,
} from '../phases/control-plane-pods.ts';
import type { PhaseContext } from '../plan/phase.ts';
import { masked, maskedBefore } from '../render/mask-text.ts';
import { unifiedDiff } from '../render/unified-diff.ts';
import { loadUpgrade } from '../spec/load-upgrade.ts';
import { manifestPath } from '../spec/paths.ts';
import type { UpgradeSpec } from '../spec/upgrade-spec.ts';
import type { Command, CommandInput } from './command.ts';
import { type UpgradeCluster, upgradeCluster } from './upgrade-cluster.ts';

/**
 * Around each difference, as the help says; kubeadm's help says so too, and it shows none (1.35.4 to 1.37.0). A file that
 * does not say means none.
 */
const usualContext = 3;

/**
 * `upgrade diff [version]`: how the manifests of API server, controller manager and scheduler on this node would change,
 * by the cluster's stored configuration. Without a version, how they differ from what that configuration makes of them.
 * etcd and patches are left out, as kubeadm does.
 */
export const upgradeDiff: Command = async (input) => {
  const { spec, context, lines } = await resolved(input);
  const current = await manifests(input);
  const wanted = await planned(spec, input);
  const parts = controlPlaneComponents.map((component) => {
    const { text, artifact } = wanted(component);
    const shown = masked(text, artifact);
    const before = maskedBefore(current.get(component)!, shown, artifact);
    return unifiedDiff({ name: manifestPath(component), text: before }, { name: 'new manifest', text: shown }, context);
  });
  const text = parts.join('');
  return { text: `${lines.map((line) => `[upgrade/diff] ${line}\n`).join('')}${text}`, result: { diff: text } };
};

async function resolved(input: CommandInput): Promise<UpgradeCluster & { readonly context: number }> {
  const { configFile, program, flags } = input.invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, input.host) };
  const { spec: configuration, warnings } = loadUpgrade({ program, ...document, overrides: [] });
  for (const issue of warnings) input.warn(issue);
  const version = (flags['version'] as string | undefined) ?? configuration.diff.kubernetesVersion;
  const given = flags['context-lines'] as number | undefined;
  const context = given ?? (configFile === undefined ? usualContext : configuration.diff.contextLines);
  return { ...(await upgradeCluster(configuration, version, input)), context: context < 0 ? usualContext : context };
}

/** The manifests as they are. Every component has to have one. */
async function manifests({ host }: CommandInput): Promise<ReadonlyMap<ControlPlaneComponentName, string>> {
  const found = new Map<ControlPlaneComponentName, string>();
  for (const component of controlPlaneComponents) {
    const text = await host.files.read(manifestPath(component));
    if (text !== undefined) found.set(component, text);
  }
  const missing = controlPlaneComponents.filter((component) => !found.has(component));
  if (missing.length === 0) return found;
  throw new RefusedError(
    'there is nothing to compare with',
    missing.map((component) => `${manifestPath(component)} does not exist`),
  );
}

async function planned(spec: UpgradeSpec, { host }: CommandInput) {
  const looks = controlPlaneComponents.flatMap((component) => controlPlanePodLooks(component, spec));
  const [node, seen] = await Promise.all([observeNode(host, new Set()), carryOutLooks(looks, host)]);
  const facts = { startedAt: host.clock.now(), node, ...seen };
  const context: PhaseContext<UpgradeSpec> = { spec, facts, secrets: { keys: new Map(), texts: new Map() } };
  return (component: ControlPlaneComponentName) => {
    const { artifact } = planControlPlanePod('diff', component, context).manifest;
    const content = artifact.files[0]!.content;
    return { text: content.kind === 'text' ? content.text : '', artifact };
  };
}
