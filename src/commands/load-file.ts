import { ConfigError } from '../errors.ts';
import { missingDiscoveryFile } from '../observe/discovery-file.ts';
import { readDocument } from '../observe/read-document.ts';
import { mistakesIn } from '../spec/issue-order.ts';
import { type LoadedFile, loadAny } from '../spec/load-any.ts';
import type { CommandInput } from './command.ts';

/**
 * Reads a file of any documents, tells what is doubtful about it, and looks for the one file that a document may name.
 * @throws ConfigError with every issue
 */
export async function loadFile({ invocation, host, warn }: CommandInput, file: string): Promise<LoadedFile> {
  const { flags, program } = invocation;
  const loaded = loadAny({
    program,
    document: await readDocument(file, host),
    allowDeprecated: flags['allow-deprecated-api'] === true || invocation.command === 'config migrate',
    allowExperimental: flags['allow-experimental-api'] === true,
  });
  const missing = loaded.join && (await missingDiscoveryFile(loaded.join.spec, host));
  if (missing !== undefined) {
    const issues = [loaded.join!.place(missing)];
    throw new ConfigError(mistakesIn(file, issues), issues);
  }
  for (const issue of loaded.warnings) warn(issue);
  return loaded;
}
