import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { readDocument } from '../../src/observe/read-document.ts';
import { sizeLimit } from '../../src/spec/size-limit.ts';
import type { Seed } from '../fakes/memory-files.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';

const file = '/etc/kubeadm.yaml';

function machine(seed: Seed): MemoryHost {
  return memoryHost({ files: { [file]: seed } });
}

async function refusal(host: MemoryHost): Promise<string> {
  const error: unknown = await readDocument(file, host).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect((error as ConfigError).message).toBe(`${file} cannot be read`);
  const [issue, ...more] = (error as ConfigError).issues;
  expect(more).toEqual([]);
  expect(issue?.file).toBe(file);
  return issue!.message;
}

test('a text', async () => {
  expect(await readDocument(file, machine('a: b\n'))).toEqual({ file, text: 'a: b\n' });
});

describe('what cannot be read', () => {
  test('missing', async () => expect(await refusal(memoryHost())).toBe('there is no such file'));
  test('a folder', async () => expect(await refusal(machine({ directory: true }))).toBe('this is a folder'));
  test('too large, which is not even read', async () => {
    const host = machine('a'.repeat(sizeLimit + 1));
    host.files.failAt(file, 'EIO', { on: 'read' });
    expect(await refusal(host)).toBe('the file has more than 256 KiB, which no configuration needs');
  });
  test('not permitted', async () => {
    const host = machine('a');
    host.files.failAt(file, 'EACCES', { on: 'read' });
    expect(await refusal(host)).toContain('EACCES');
  });
});
