import { ConfigError } from '../errors.ts';
import type { Host } from '../host/host.ts';

/**
 * The text of a file of configuration documents.
 * @throws ConfigError when it cannot be read
 */
export async function readDocument(
  file: string,
  host: Host,
): Promise<{ readonly file: string; readonly text: string }> {
  const text = await host.files.read(file).catch((error: unknown) => {
    throw new ConfigError(`${file} cannot be read`, [{ path: '', file, message: (error as Error).message }]);
  });
  if (text === undefined) {
    throw new ConfigError(`${file} cannot be read`, [{ path: '', file, message: 'there is no such file' }]);
  }
  return { file, text };
}
