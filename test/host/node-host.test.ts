import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { nodeHost } from '../../src/host/node-host.ts';

it('puts every port together', async () => {
  const host = nodeHost({ env: { PATH: '/usr/bin:/bin' }, readYaml: JSON.parse });
  expect(Object.keys(host).sort()).toEqual(
    ['clock', 'cri', 'etcd', 'exec', 'files', 'kube', 'mounts', 'net', 'process', 'random', 'services', 'stdin'].sort(),
  );
  expect(host.process).toMatchObject({ pid: process.pid, env: { PATH: '/usr/bin:/bin' } });
  expect(await host.exec.find('cat')).toMatch(/cat$/);
  await host.kube.closeAll();
});

it('imports no package at the top of a file: commands that need none would pay for it', () => {
  const folder = new URL('../../src/host/', import.meta.url);
  const imports = readdirSync(folder).flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter((line) => /^import (?!type ).* from '[^.]/.test(line) && !/ from 'node:/.test(line))
      .map((line) => `${name}: ${line}`),
  );
  expect(imports).toEqual([]);
});
