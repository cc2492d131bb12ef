import { expect, test } from 'vitest';
import { placeSecrets } from '../../src/compose/place-secrets.ts';
import { EffectError } from '../../src/errors.ts';
import { memoryFiles } from '../fakes/memory-files.ts';

const path = '/root/secrets.json';
const result = { endpoint: 'lb:8443', caCertHashes: [], tokenExpires: null, certificateKeyExpires: null };
const known = {
  result,
  secrets: { token: 'abcdef.0123456789abcdef', certificateKey: 'ab'.repeat(32), joinConfigurations: null },
};
const forgotten = { result, secrets: { token: null, certificateKey: null, joinConfigurations: null } };

test('without a file the secrets stand in the result', async () => {
  expect(await placeSecrets(known, true, undefined, memoryFiles())).toEqual({ ...result, ...known.secrets });
});

test('with a file they stand there and nowhere else, for its owner alone', async () => {
  const files = memoryFiles();
  expect(await placeSecrets(known, true, path, files)).toEqual({ ...result, secretsFile: path });
  expect(JSON.parse((await files.read(path))!)).toEqual(known.secrets);
  expect(await files.stat(path)).toMatchObject({ mode: 0o600 });
});

test('a finished run that is given again leaves the file of the first', async () => {
  const files = memoryFiles({ [path]: 'of the first run' });
  expect(await placeSecrets(forgotten, false, path, files)).toEqual({ ...result, secretsFile: path });
  expect(await files.read(path)).toBe('of the first run');
});

test('nor does it make one that would have nothing in it', async () => {
  const files = memoryFiles();
  expect(await placeSecrets(forgotten, false, path, files)).toEqual(result);
  expect(await files.stat(path)).toBeUndefined();
});

test('a file that cannot be written: the cluster is there, and new secrets are a command away', async () => {
  const files = {
    ...memoryFiles(),
    write: () => Promise.reject(new Error('ENOSPC: no space left on device')),
  };
  const failure = await placeSecrets(known, true, path, files).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EffectError);
  expect(failure).toMatchObject({
    message: expect.stringContaining(`could not be written to ${path}: ENOSPC`),
    hint: expect.stringMatching(/token create --print-join-command.*upload-certs/),
  });
  expect(JSON.stringify(failure) + String(failure)).not.toMatch(/abcdef\.|abab/);
});
