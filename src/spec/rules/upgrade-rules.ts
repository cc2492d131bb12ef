import type { WrittenUpgrade } from '../schema/upgrade.ts';
import type { UpgradeConfiguration } from '../upgrade-types.ts';
import { hintOfKnown, pullPolicies } from './node-registration.ts';
import { complaintMaker, type DocumentRule } from './rule.ts';

export type UpgradeRule = DocumentRule<UpgradeConfiguration, WrittenUpgrade>;

const error = complaintMaker('UpgradeConfiguration');
const parts = ['apply', 'node'] as const;

const patches: UpgradeRule = ({ spec }) =>
  parts.flatMap((part) => {
    const directory = spec[part].patchesDirectory;
    if (directory === '' || directory.startsWith('/')) return [];
    return [error([part, 'patches', 'directory'], 'the path must begin with /', { found: directory })];
  });

const imagePullPolicy: UpgradeRule = ({ spec }) =>
  parts.flatMap((part) => {
    const policy = spec[part].imagePullPolicy;
    if (pullPolicies.includes(policy)) return [];
    const words = { found: policy, hint: hintOfKnown(policy, pullPolicies) };
    return [error([part, 'imagePullPolicy'], 'there is no such pull policy', words)];
  });

/** Every rule about what `upgrade` reads; all are asked. */
export const upgradeRules: readonly UpgradeRule[] = [patches, imagePullPolicy];
