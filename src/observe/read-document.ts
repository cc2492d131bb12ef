import { ConfigError, type Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import { decodeText } from '../spec/decode-text.ts';
import { sizeLimit, tooLarge } from '../spec/size-limit.ts';

/**
 * The text of a file of configuration documents.
 * @throws ConfigError when it cannot be read
 */
export async function readDocument(
  file: string,
  host: Host,
): Promise<{ readonly file: string; readonly text: string }> {
  const bytes = await bytesOf(file, host).catch((error: unknown) => {
    if (error instanceof ConfigError) throw error;
    throw unreadable(file, { message: (error as Error).message });
  });
  if (bytes === undefined) throw unreadable(file, { message: 'there is no such file' });
  if (bytes.length > sizeLimit) throw unreadable(file, tooLarge(file));
  const decoded = decodeText(bytes, file);
  if ('issue' in decoded) throw unreadable(file, decoded.issue);
  return { file, text: decoded.text };
}

/** What is no configuration for its kind or size is not read at all. */
async function bytesOf(file: string, { files }: Host): Promise<Uint8Array | undefined> {
  const found = await files.stat(file);
  if (found?.kind === 'directory') throw unreadable(file, { message: 'this is a folder' });
  if (found?.kind === 'file' && found.size > sizeLimit) throw unreadable(file, tooLarge(file));
  return files.readBytes(file);
}

function unreadable(file: string, issue: Partial<Issue> & Pick<Issue, 'message'>): ConfigError {
  return new ConfigError(`${file} cannot be read`, [{ path: '', file, ...issue }]);
}
