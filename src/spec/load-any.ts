import { ConfigError, type Issue } from '../errors.ts';
import { type DocumentKind, forAny } from './documents.ts';
import { issuesInOrder, mistakesIn } from './issue-order.ts';
import type { JoinConfiguration } from './join-types.ts';
import { fromDocuments, type LoadedDocument } from './load-document.ts';
import { initFromDocuments, type LoadedInit } from './load-init.ts';
import { joinRecipe } from './load-join.ts';
import { resetRecipe } from './load-reset.ts';
import { upgradeRecipe } from './load-upgrade.ts';
import { type ReadDocuments, readDocuments } from './read-documents.ts';
import type { ResetConfiguration } from './reset-types.ts';
import type { WrittenJoin } from './schema/join.ts';
import type { WrittenReset } from './schema/reset.ts';
import type { WrittenUpgrade } from './schema/upgrade.ts';
import type { UpgradeConfiguration } from './upgrade-types.ts';

/** A file of which nobody says what it is for. */
export interface AnyInput {
  readonly program: string;
  readonly document: { readonly file: string; readonly text: string };
  /** Older API versions are taken without a warning. */
  readonly allowDeprecated: boolean;
  readonly allowExperimental: boolean;
}

/** Every configuration that a file holds. */
export interface LoadedFile {
  /** There when the file has an InitConfiguration or a ClusterConfiguration. */
  readonly init: LoadedInit | undefined;
  readonly join: LoadedDocument<JoinConfiguration, WrittenJoin> | undefined;
  readonly reset: LoadedDocument<ResetConfiguration, WrittenReset> | undefined;
  readonly upgrade: LoadedDocument<UpgradeConfiguration, WrittenUpgrade> | undefined;
  /** In which version of the API each document was written. */
  readonly apiVersions: ReadonlyMap<DocumentKind, string>;
  readonly warnings: readonly Issue[];
}

/**
 * Reads a file for `config validate` and `config migrate`: every kind may be there or not; unknown kinds, unknown and
 * repeated fields are errors under either name of the program. Component configurations are looked at beside the
 * documents of `init` only, as kubeadm does.
 * @throws ConfigError with the issues of all documents
 */
export function loadAny({ program, document, allowDeprecated, allowExperimental }: AnyInput): LoadedFile {
  const read = readDocuments(document.text, document.file, program, { ...forAny, allowDeprecated, allowExperimental });
  if (read.fatal.length > 0) throw new ConfigError(mistakesIn(document.file, read.fatal), issuesInOrder(read.fatal));
  const errors: Issue[] = [];
  // Told once, not by every document.
  const quiet: ReadDocuments = { ...read, warnings: [] };
  const input = { program, document, overrides: [], strict: true };
  const attempt = <T extends { readonly warnings: readonly Issue[] }>(there: boolean, load: () => T): T | undefined => {
    try {
      return there ? load() : undefined;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      errors.push(...error.issues);
      return undefined;
    }
  };
  const has = read.documents;
  const forInit = has.has('InitConfiguration') || has.has('ClusterConfiguration');
  const init = attempt(forInit, () => initFromDocuments(quiet, input));
  const join = attempt(has.has(joinRecipe.kind), () => fromDocuments(joinRecipe, quiet, input));
  const reset = attempt(has.has(resetRecipe.kind), () => fromDocuments(resetRecipe, quiet, input));
  const upgrade = attempt(has.has(upgradeRecipe.kind), () => fromDocuments(upgradeRecipe, quiet, input));
  if (errors.length > 0) throw new ConfigError(mistakesIn(document.file, errors), issuesInOrder(errors));
  const warnings = [init, join, reset, upgrade].flatMap((loaded) => loaded?.warnings ?? []);
  const apiVersions = new Map([...read.documents].map(([kind, { apiVersion }]) => [kind, apiVersion]));
  return { init, join, reset, upgrade, apiVersions, warnings: issuesInOrder([...read.warnings, ...warnings]) };
}
