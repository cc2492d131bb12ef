import { joinWithDefaults } from './join-defaults.ts';
import type { JoinConfiguration } from './join-types.ts';
import { type DocumentInput, type DocumentRecipe, type LoadedDocument, loadDocument } from './load-document.ts';
import { joinRules } from './rules/join-rules.ts';
import { joinConfiguration, type WrittenJoin } from './schema/join.ts';

export const joinRecipe: DocumentRecipe<typeof joinConfiguration, JoinConfiguration> = {
  kind: 'JoinConfiguration',
  schema: joinConfiguration,
  defaults: joinWithDefaults,
  rules: joinRules,
};

/**
 * The configuration of `join`.
 * @throws ConfigError with every issue at once
 */
export function loadJoin(input: DocumentInput): LoadedDocument<JoinConfiguration, WrittenJoin> {
  return loadDocument(joinRecipe, input);
}
