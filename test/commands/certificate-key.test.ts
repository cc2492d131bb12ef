import { expect, test } from 'vitest';
import { run } from './run.ts';

test('64 hexadecimal digits', async () => {
  expect((await run('certs certificate-key')).out).toMatch(/^[0-9a-f]{64}\n$/);
});

test('-o json was asked for, so it holds the key', async () => {
  const { out } = await run('certificates certificate-key -o json');
  expect(JSON.parse(out).result.certificateKey).toMatch(/^[0-9a-f]{64}$/);
});
