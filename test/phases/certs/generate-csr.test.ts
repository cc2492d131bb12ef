import { describe, expect, test } from 'vitest';
import { runWorkflow } from '../../../src/engine/run.ts';
import { RefusedError } from '../../../src/errors.ts';
import type { Effect } from '../../../src/plan/effect.ts';
import { certsGenerateCsr } from '../../../src/workflows/certs-generate-csr.ts';
import { type MemoryHost, memoryHost } from '../../fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from '../../workflows/init-parts.ts';

const names = [
  'pki/apiserver',
  'pki/apiserver-kubelet-client',
  'pki/front-proxy-client',
  'pki/etcd/server',
  'pki/etcd/peer',
  'pki/etcd/healthcheck-client',
  'pki/apiserver-etcd-client',
];
const kubeconfigs = ['admin', 'super-admin', 'kubelet', 'controller-manager', 'scheduler'];
const wanted = [
  ...names.flatMap((name) => [`${name}.csr`, `${name}.key`]),
  ...kubeconfigs.flatMap((name) => [`${name}.conf`, `${name}.conf.csr`]),
]
  .map((name) => `/etc/kubernetes/${name}`)
  .sort();

function generate(host: MemoryHost, hook?: (moment: 'before' | 'after', effect: Effect) => void) {
  const spec = initSpecOf();
  const parts = initParts(host, hook === undefined ? {} : { hook });
  return runWorkflow(parts, initRequest(spec, { workflow: certsGenerateCsr }));
}

function made(host: MemoryHost): { readonly [path: string]: string } {
  return Object.fromEntries(Object.entries(host.files.texts()).filter(([path]) => path.startsWith('/etc/kubernetes/')));
}

test('a key and a request for every leaf and every kubeconfig, for our eyes only', async () => {
  const host = memoryHost();
  await generate(host);
  expect(Object.keys(made(host))).toEqual(wanted);
  const modes = host.files.modes();
  expect([...new Set(wanted.map((path) => modes[path]))]).toEqual([0o600]);
  expect(modes['/etc/kubernetes/pki/etcd']).toBe(0o755);
});

test('a kubeconfig has its key, and neither certificate nor CA', async () => {
  const host = memoryHost();
  await generate(host);
  const text = made(host)['/etc/kubernetes/kubelet.conf']!;
  expect(text).toContain('client-key-data: ');
  expect(text).toContain('server: https://172.30.0.11:6443\n');
  expect(text).not.toMatch(/certificate-authority|client-certificate/);
});

describe('what is there already', () => {
  test.each(['/etc/kubernetes/pki/apiserver.key', '/etc/kubernetes/pki/apiserver.csr', '/etc/kubernetes/admin.conf'])(
    '%s stops everything',
    async (path) => {
      const host = memoryHost({ files: { [path]: 'mine' } });
      await expect(generate(host)).rejects.toBeInstanceOf(RefusedError);
      expect(made(host)).toEqual({ [path]: 'mine' });
    },
  );

  test('is refused also when it was made by the same command', async () => {
    const host = memoryHost();
    await generate(host);
    const before = made(host);
    await expect(generate(host)).rejects.toBeInstanceOf(RefusedError);
    expect(made(host)).toEqual(before);
  });
});

test('an interrupted run is continued with its own keys', async () => {
  const host = memoryHost();
  let writes = 0;
  const killed = generate(host, (moment) => {
    if (moment === 'after' && ++writes === 5) throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  const before = made(host);
  await generate(host);
  expect(Object.keys(made(host))).toEqual(wanted);
  expect(made(host)).toMatchObject(before);
});
