import { type Finding, PreflightError } from '../errors.ts';
import { type ComponentVersions, observeComponentVersions } from '../observe/component-versions.ts';
import { resolveKubernetesVersion } from '../observe/kubernetes-version.ts';
import { findingsOf } from '../observe/preflight/check-sets.ts';
import { readDocument } from '../observe/read-document.ts';
import { needStored } from '../observe/stored-configuration.ts';
import type { JsonObject } from '../plan/json.ts';
import { type AvailableUpgrade, availableUpgrades, upgradeLabels } from '../spec/available-upgrades.ts';
import { clusterConfigurationObject } from '../spec/cluster-configuration-object.ts';
import { storedGateWords } from '../spec/feature-gates.ts';
import { images, tagOfImage } from '../spec/images.ts';
import { loadUpgrade } from '../spec/load-upgrade.ts';
import { upgradeComplaints } from '../spec/upgrade-policy.ts';
import type { RunningCluster, UpgradeSpec } from '../spec/upgrade-spec.ts';
import type { UpgradeConfiguration } from '../spec/upgrade-types.ts';
import { findMinorFacts, minorFacts } from '../spec/versions.ts';
import { toYaml } from '../spec/yaml-write.ts';
import type { Command, CommandInput } from './command.ts';
import { upgradeCluster } from './upgrade-cluster.ts';
import { type Component, type ConfigVersion, type PlannedUpgrade, planText } from './upgrade-plan-text.ts';

/**
 * `upgrade plan [version]`: which versions the cluster can be upgraded to, and what would change. Looks only: the checks of
 * `upgrade apply` are run, but no Job is made. Without a network the versions that this program knows are offered.
 */
export const upgradePlan: Command = async (input) => {
  const { invocation, host, warn } = input;
  const configuration = await configurationOf(input);
  const { spec, lines } = await upgradeCluster(configuration, '', input);
  const running = spec.running!;
  const wanted = {
    via: { kubeconfig: spec.options.kubeconfig },
    timeoutMs: spec.timeouts.kubernetesAPICall,
    signal: new AbortController().signal,
  };
  const [seen, offered] = await Promise.all([
    observeComponentVersions(wanted, host),
    offer(configuration.plan.kubernetesVersion, running.apiServer, input),
  ]);
  // As the kubeadm of the version to come would check.
  const kubernetesVersion = offered.at(-1)?.version ?? spec.cluster.kubernetesVersion;
  await check({ ...spec, cluster: { ...spec.cluster, kubernetesVersion } }, configuration, input);
  const versions = needStored(seen, spec.options.kubeconfig);
  for (const message of storedGateWords(spec.cluster.featureGates, minorFacts(kubernetesVersion))) warn({ message });
  const upgrades = offered.map(
    (upgrade): PlannedUpgrade => ({
      ...upgrade,
      components: components(upgrade.version, spec, versions, configuration.plan.etcdUpgrade),
    }),
  );
  for (const { version } of upgrades) doubts(version, running, configuration, warn);
  const configs = configVersions(spec);
  const object = planObject(upgrades, configs);
  switch (invocation.output) {
    // kubeadm prints no document when there is nothing to upgrade to (1.37.0).
    case 'json':
      return { text: upgrades.length === 0 ? '' : `${JSON.stringify(object, null, 4)}\n`, result: object };
    case 'yaml':
      return { text: upgrades.length === 0 ? '' : toYaml(object), result: object };
    case 'text': {
      const said = lines.map((line) => `[upgrade/config] ${line}\n`).join('');
      const printed = configuration.plan.printConfig === true ? `\n${toYaml(clusterConfigurationObject(spec))}` : '';
      return {
        text: said + printed + planText(upgrades, configs, running.apiServer, invocation.program),
        result: object,
      };
    }
  }
};

async function configurationOf({ invocation, host, warn }: CommandInput): Promise<UpgradeConfiguration> {
  const { configFile, program, overrides, flags } = invocation;
  const document = configFile === undefined ? {} : { document: await readDocument(configFile, host) };
  const loaded = loadUpgrade({ program, ...document, overrides });
  for (const issue of loaded.warnings) warn(issue);
  const version = flags['version'] as string | undefined;
  const { plan } = loaded.spec;
  return version === undefined ? loaded.spec : { ...loaded.spec, plan: { ...plan, kubernetesVersion: version } };
}

/** Everything that `upgrade apply` would check, as warnings where it is ignored. */
async function check(
  spec: UpgradeSpec,
  { plan }: UpgradeConfiguration,
  { invocation, host, warn }: CommandInput,
): Promise<void> {
  const given = (invocation.flags['ignore-preflight-errors'] ?? []) as readonly string[];
  const ignored = [...given, ...plan.ignorePreflightErrors].map((name) => name.toLowerCase());
  const isFatal = ({ name, severity }: Finding): boolean =>
    severity === 'error' && !ignored.includes('all') && !ignored.includes(name.toLowerCase());
  const findings = await findingsOf('upgrade-apply', spec, host);
  const fatal = findings.filter(isFatal);
  if (fatal.length > 0) throw new PreflightError('preflight checks failed', findings);
  for (const { name, message, hint } of findings) {
    warn({ message: `${name}: ${message}`, ...(hint !== undefined && { hint }) });
  }
}

/** What the cluster can be upgraded to; a version that was asked for is the only one. */
async function offer(
  asked: string,
  cluster: string,
  { host, warn }: CommandInput,
): Promise<readonly AvailableUpgrade[]> {
  const resolved = async (text: string): Promise<string> => {
    const { version, warnings } = await resolveKubernetesVersion(text, host);
    for (const { message } of warnings) warn({ message });
    return version;
  };
  if (asked !== '') return availableUpgrades(cluster, { series: await resolved(asked), next: undefined });
  const labels = upgradeLabels(cluster);
  const isServed = (label: string): boolean => findMinorFacts(`v${label.replace('stable-', '')}.0`) !== undefined;
  const [series, next] = await Promise.all([
    isServed(labels.series) ? resolved(labels.series) : cluster,
    isServed(labels.next) ? resolved(labels.next) : undefined,
  ]);
  return availableUpgrades(cluster, { series, next });
}

/** Rows in kubeadm's order: kubelets and Pods by version, then by node. */
function components(
  version: string,
  spec: UpgradeSpec,
  { staticPods, coreDns }: ComponentVersions,
  etcdUpgrade: boolean,
): readonly Component[] {
  const { apiServer, kubelets } = spec.running!;
  const target = images({ ...spec.cluster, kubernetesVersion: version });
  const rows = (name: string, byNode: ReadonlyMap<string, string> | undefined, newVersion: string) =>
    [...(byNode ?? [])]
      .map(([nodeName, currentVersion]): Component => ({ name, currentVersion, newVersion, nodeName }))
      .sort((a, b) => compare(a.currentVersion, b.currentVersion) || compare(a.nodeName!, b.nodeName!));
  return [
    ...rows('kubelet', kubelets, version),
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].flatMap((name) =>
      rows(name, staticPods.get(name), version),
    ),
    { name: 'kube-proxy', currentVersion: apiServer.replace(/^v/, ''), newVersion: version },
    { name: 'CoreDNS', currentVersion: coreDns, newVersion: tagOfImage(target.coredns) },
    // This program upgrades to every version that it serves, as the kubeadm of that version would.
    { name: 'kubeadm', currentVersion: version, newVersion: version },
    ...(spec.cluster.etcd.local !== undefined && etcdUpgrade
      ? rows('etcd', staticPods.get('etcd'), tagOfImage(target.etcd))
      : []),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What `upgrade apply` would refuse. */
function doubts(
  version: string,
  { apiServer, kubelets }: RunningCluster,
  { plan }: UpgradeConfiguration,
  warn: CommandInput['warn'],
): void {
  const { mandatory, skippable } = upgradeComplaints({
    target: version,
    running: { apiServer, kubelets },
    allowExperimental: plan.allowExperimentalUpgrades === true,
    allowRC: plan.allowRCUpgrades === true,
  });
  for (const reason of [...mandatory, ...skippable]) warn({ message: `the upgrade to ${version}: ${reason}` });
}

/** A cluster may have no kube-proxy, whose configuration is then not stored. */
function configVersions({ kubelet, kubeProxy }: UpgradeSpec): readonly ConfigVersion[] {
  const hasProxy = Object.keys(kubeProxy.object).length > 0;
  return [
    configVersion('kubeproxy.config.k8s.io', 'v1alpha1', hasProxy ? kubeProxy.object : undefined),
    configVersion('kubelet.config.k8s.io', 'v1beta1', kubelet.object),
  ];
}

/** @param object undefined when there is none */
function configVersion(group: string, preferredVersion: string, object: JsonObject | undefined): ConfigVersion {
  const { apiVersion = preferredVersion } = (object ?? { apiVersion: '' }) as { readonly apiVersion?: string };
  const currentVersion = apiVersion.split('/').at(-1)!;
  const manualUpgradeRequired = currentVersion !== '' && currentVersion !== preferredVersion;
  return { group, currentVersion, preferredVersion, manualUpgradeRequired };
}

function planObject(upgrades: readonly PlannedUpgrade[], configs: readonly ConfigVersion[]): JsonObject {
  return {
    kind: 'UpgradePlan',
    apiVersion: 'output.kubeadm.k8s.io/v1alpha3',
    availableUpgrades: upgrades.map(({ description, components: rows }) => ({
      description,
      components: rows.map((row) => ({ ...row })),
    })),
    configVersions: configs.map((config) => ({ ...config })),
  };
}
