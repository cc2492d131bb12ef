import { EffectError } from '../errors.ts';
import type { Files } from '../host/files.ts';
import type { JsonObject } from '../plan/json.ts';
import type { InitReport } from './init-result.ts';

/**
 * The result of a whole `init` as its caller gets it: with the secrets in it, or with the name of the file that has
 * them instead. A finished run that was given again knows no secrets, so it leaves the file of the run that did alone.
 *
 * @param fresh whether this run knows the secrets, because it has just ended
 * @param path the file of --secrets-file; written with mode 0600
 * @throws EffectError when it cannot be written: the cluster is there, and the hint says how to get new secrets
 */
export async function placeSecrets(
  { result, secrets }: InitReport,
  fresh: boolean,
  path: string | undefined,
  files: Files,
): Promise<JsonObject> {
  if (path === undefined) return { ...result, ...secrets };
  if (!fresh) return (await files.stat(path)) === undefined ? { ...result } : { ...result, secretsFile: path };
  try {
    await files.write(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, directoryMode: 0o700 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `the cluster is made, but its token and keys could not be written to ${path}: ${why}`;
    throw new EffectError(message, {}, { hint: newSecrets(secrets.certificateKey !== null), cause });
  }
  return { ...result, secretsFile: path };
}

function newSecrets(uploaded: boolean): string {
  const token = '"token create --print-join-command" makes a new token';
  return uploaded ? `${token}, "init phase upload-certs --upload-certs" a new certificate key` : token;
}
