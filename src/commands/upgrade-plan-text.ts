import { columns } from '../render/columns.ts';
import type { AvailableUpgrade } from '../spec/available-upgrades.ts';

/** A row of the tables; members in kubeadm's order, which programs may see in JSON. */
export interface Component {
  readonly name: string;
  readonly currentVersion: string;
  readonly newVersion: string;
  readonly nodeName?: string;
}

/** An upgrade with what it would bring. */
export interface PlannedUpgrade extends AvailableUpgrade {
  readonly components: readonly Component[];
}

/** State of a stored component configuration. */
export interface ConfigVersion {
  readonly group: string;
  readonly currentVersion: string;
  readonly preferredVersion: string;
  readonly manualUpgradeRequired: boolean;
}

const rule = `${'_'.repeat(69)}\n\n`;

/** The tables of `upgrade plan`: those of kubeadm, in our words. */
export function planText(
  upgrades: readonly PlannedUpgrade[],
  configs: readonly ConfigVersion[],
  apiServer: string,
  program: string,
): string {
  const head = [
    `[upgrade/versions] Cluster version: ${apiServer.replace(/^v/, '')}`,
    ...upgrades.map(({ version }) => `[upgrade/versions] Target version: ${version}`),
    ...(upgrades.length === 0 ? ['[upgrade/versions] There is no newer version to upgrade to'] : []),
  ];
  const parts = upgrades.map((upgrade) => `${upgradeText(upgrade, program)}${rule}`);
  return `${head.join('\n')}\n\n${parts.join('')}${upgrades.length === 0 ? '' : configText(configs)}`;
}

function upgradeText({ version, components: rows }: PlannedUpgrade, program: string): string {
  const isKubelet = ({ name }: Component): boolean => name === 'kubelet';
  const allow = version.includes('-rc.')
    ? ' --allow-release-candidate-upgrades'
    : version.includes('-')
      ? ' --allow-experimental-upgrades'
      : '';
  return `To be upgraded by hand on each node, once "${program} upgrade" is done there:
${table(rows.filter(isKubelet))}
Upgrade to ${version}:

${table(rows.filter((row) => !isKubelet(row) && row.name !== 'kubeadm'))}
The command for it:

\t${program} upgrade apply ${version}${allow}

`;
}

function table(rows: readonly Component[]): string {
  return columns([
    ['COMPONENT', 'NODE', 'CURRENT', 'TARGET'],
    ...rows.map((row) => [row.name, row.nodeName ?? '', row.currentVersion, row.newVersion]),
  ]);
}

function configText(configs: readonly ConfigVersion[]): string {
  return `Stored configurations of components. What needs an upgrade by hand has to be given to "upgrade apply" in its preferred
version, or deleted to be made anew:

${columns([
  ['API GROUP', 'CURRENT VERSION', 'PREFERRED VERSION', 'MANUAL UPGRADE REQUIRED'],
  ...configs.map(({ group, currentVersion, preferredVersion, manualUpgradeRequired }) => [
    group,
    currentVersion,
    preferredVersion,
    manualUpgradeRequired ? 'yes' : 'no',
  ]),
])}`;
}
