import { type DocumentInput, type DocumentRecipe, type LoadedDocument, loadDocument } from './load-document.ts';
import { resetWithDefaults } from './reset-defaults.ts';
import type { ResetConfiguration } from './reset-types.ts';
import { resetRules } from './rules/reset-rules.ts';
import { resetConfiguration, type WrittenReset } from './schema/reset.ts';

export const resetRecipe: DocumentRecipe<typeof resetConfiguration, ResetConfiguration> = {
  kind: 'ResetConfiguration',
  schema: resetConfiguration,
  defaults: resetWithDefaults,
  rules: resetRules,
};

/**
 * The configuration of `reset`.
 * @throws ConfigError with every issue at once
 */
export function loadReset(input: DocumentInput): LoadedDocument<ResetConfiguration, WrittenReset> {
  return loadDocument(resetRecipe, input);
}
