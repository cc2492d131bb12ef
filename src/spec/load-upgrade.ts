import { type DocumentInput, type DocumentRecipe, type LoadedDocument, loadDocument } from './load-document.ts';
import { upgradeRules } from './rules/upgrade-rules.ts';
import { upgradeConfiguration, type WrittenUpgrade } from './schema/upgrade.ts';
import { upgradeWithDefaults } from './upgrade-defaults.ts';
import type { UpgradeConfiguration } from './upgrade-types.ts';

export const upgradeRecipe: DocumentRecipe<typeof upgradeConfiguration, UpgradeConfiguration> = {
  kind: 'UpgradeConfiguration',
  schema: upgradeConfiguration,
  defaults: upgradeWithDefaults,
  rules: upgradeRules,
};

/**
 * The configuration of the sub-commands of `upgrade`.
 * @throws ConfigError with every issue at once
 */
export function loadUpgrade(input: DocumentInput): LoadedDocument<UpgradeConfiguration, WrittenUpgrade> {
  return loadDocument(upgradeRecipe, input);
}
