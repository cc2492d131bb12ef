import { ConfigError } from '../../src/errors.ts';
import { readDocument } from '../../src/observe/read-document.ts';
import { renderError } from '../../src/render/error-text.ts';
import { loadAny } from '../../src/spec/load-any.ts';
import { loadInitSpec } from '../../src/spec/load-init.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { type BadInput, file } from './bad-input.ts';

/** The error that an input gives inside this process; undefined when it is taken. */
export async function errorOf({ content, command }: BadInput): Promise<unknown> {
  if (typeof content === 'object' && 'place' in content) throw new Error('this is for the built program');
  const host = memoryHost();
  await host.files.write(file, content, { mode: 0o600, directoryMode: 0o755 });
  try {
    const document = await readDocument(file, host);
    const input = { program: 'tsadm', document };
    if (command === 'init') loadInitSpec({ ...input, overrides: [] });
    else loadAny({ ...input, allowDeprecated: false, allowExperimental: false });
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * What is said about an input that is refused as it should be.
 * @throws Error when it is taken, or any other error comes out
 */
export async function refusalOf(input: BadInput): Promise<string> {
  const error = await errorOf(input);
  if (error === undefined) throw new Error('the input is taken');
  if (!(error instanceof ConfigError)) throw error;
  return renderError(error, { program: 'tsadm', verbose: 0 });
}
