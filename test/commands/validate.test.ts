import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/errors.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { discovery, join } from '../spec/load-documents-cases.ts';
import { machineWith, run } from './run.ts';

const line = 'config validate --config /k.yaml';
const byFile = 'discovery: {file: {kubeConfigPath: /d.conf}}';

test('a good file is ok', async () => {
  expect(await run(line, machineWith(join(discovery)))).toEqual({ out: 'ok\n', err: '', error: undefined });
});

test.each(['tsadm', 'kubeadm'] as const)('called as %s it forgives no unknown field', async (name) => {
  const { out, error } = await run(line, machineWith(join(`${discovery}\ndryrun: true`)), name);
  expect([out, error]).toEqual(['', expect.any(ConfigError)]);
});

test('neither network nor runtime is asked', async () => {
  const host = machineWith('apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n');
  expect((await run(line, host)).out).toBe('ok\n');
  expect(host.net.requests).toEqual([]);
});

test('old versions are warned about, unless allowed', async () => {
  const host = machineWith(join(discovery, 'v1beta3'));
  expect(await run(line, host)).toMatchObject({
    out: 'ok\n',
    err: expect.stringMatching(/^Warning: \/k\.yaml:1: apiVersion: .*deprecated/),
  });
  expect(await run(`${line} --allow-deprecated-api`, host)).toMatchObject({ out: 'ok\n', err: '' });
});

test('-o json has the issues', async () => {
  const { out } = await run(`${line} -o json`, machineWith(join('')));
  expect(JSON.parse(out)).toMatchObject({ outcome: 'failed', error: { issues: [{ path: 'discovery' }] } });
});

describe('the file that a join is told to read', () => {
  test('is missed', async () => {
    const { error } = await run(line, machineWith(join(byFile)));
    expect(error).toMatchObject({ issues: [{ path: 'discovery.file.kubeConfigPath', line: 3, found: '/d.conf' }] });
  });
  test('is enough', async () => {
    const host = machineWith(join(byFile));
    host.files.put('/d.conf', '');
    expect((await run(line, host)).out).toBe('ok\n');
  });
});

test('a missing file is said to be missing', async () => {
  expect((await run(line, memoryHost())).error).toMatchObject({ issues: [{ message: 'there is no such file' }] });
});
