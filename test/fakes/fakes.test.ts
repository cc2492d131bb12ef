import { describe, expect, it } from 'vitest';
import { fakeClock } from './fake-clock.ts';
import { fixedRandom } from './fixed-random.ts';
import { memoryFiles } from './memory-files.ts';
import { memoryHost } from './memory-host.ts';

describe('memoryFiles', () => {
  it('fails where it is told to, so often as it is told to', async () => {
    const files = memoryFiles({ '/a': 'x' });
    files.failAt('/a', 'ENOSPC', { on: 'write', times: 1 });
    const modes = { mode: 0o600, directoryMode: 0o700 };
    expect(await files.read('/a')).toBe('x');
    await expect(files.write('/a', 'y', modes)).rejects.toMatchObject({ code: 'ENOSPC', path: '/a' });
    expect(await files.read('/a')).toBe('x');
    await files.write('/a', 'y', modes);
    expect(files.changes).toEqual(['write /a 0600']);
  });

  it('shows what it holds', async () => {
    const files = memoryFiles({ '/b/c': { text: 'x', mode: 0o600 }, '/a': 'y', '/l': { link: '/a' } });
    expect(files.texts()).toEqual({ '/a': 'y', '/b/c': 'x' });
    expect(files.modes()).toEqual({ '/': 0o755, '/a': 0o644, '/b': 0o755, '/b/c': 0o600 });
  });
});

describe('fakeClock', () => {
  it('lets a minute of polling pass at once and remembers it', async () => {
    const clock = fakeClock(0);
    while (clock.monotonic() < 60_000) await clock.sleep(500);
    expect(clock.now()).toBe(60_000);
    expect(clock.sleeps).toHaveLength(120);
  });

  it('can be moved on', async () => {
    const clock = fakeClock(0);
    const sleeping = clock.sleep(1000);
    clock.advance(1500);
    await sleeping;
    expect(clock.now()).toBe(1500);
  });
});

describe('fixedRandom', () => {
  it('falls the same way each time', async () => {
    const [one, two] = [fixedRandom(), fixedRandom()];
    expect(one.bytes(40)).toEqual(two.bytes(40));
    expect(await one.keyPair('RSA-2048')).toEqual(await two.keyPair('RSA-2048'));
    expect(fixedRandom('other').bytes(40)).not.toEqual(fixedRandom().bytes(40));
  });
});

describe('memoryHost', () => {
  const via = { kubeconfig: '/etc/kubernetes/admin.conf' };
  const node = { apiVersion: 'v1', kind: 'Node', name: 'node-1' };

  it('needs a kubeconfig before the API can be asked', async () => {
    const host = memoryHost();
    await expect(host.kube.connect(via)).rejects.toMatchObject({ status: 0, reason: 'NoKubeconfig' });
    host.files.put(via.kubeconfig, 'x');
    expect(await (await host.kube.connect(via)).get(node)).toBeUndefined();
  });

  it('refuses identities, fails and falls silent on purpose', async () => {
    const host = memoryHost({ files: { '/admin': 'x', '/super': 'x' } });
    const admin = await host.kube.connect({ kubeconfig: '/admin' });
    const superAdmin = await host.kube.connect({ kubeconfig: '/super' });
    host.kube.forbidden.push({ kubeconfig: '/admin', kind: 'Node' });
    await expect(admin.get(node)).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
    expect(await superAdmin.get(node)).toBeUndefined();
    host.kube.fail({ verb: 'get', kind: 'Node' }, 500, 'InternalError', 1);
    await expect(superAdmin.get(node)).rejects.toMatchObject({ status: 500, reason: 'InternalError' });
    expect(await superAdmin.get(node)).toBeUndefined();
    host.kube.down = true;
    await expect(superAdmin.raw('/healthz')).rejects.toMatchObject({ status: 0, reason: 'ECONNREFUSED' });
    expect(host.kube.requests.at(-1)).toBe('raw /healthz');
  });

  it('lets a test play the controllers', async () => {
    const host = memoryHost({ files: { '/admin': 'x' } });
    let asked = 0;
    host.kube.onRequest = ({ kind }) => {
      asked += 1;
      if (kind === 'Node' && asked === 2)
        host.kube.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } });
    };
    const api = await host.kube.connect({ kubeconfig: '/admin' });
    expect(await api.get(node)).toBeUndefined();
    expect(await api.get(node)).toMatchObject({ metadata: { name: 'node-1', resourceVersion: expect.any(String) } });
    expect(host.kube.stored(node)?.metadata['creationTimestamp']).toBe('2026-01-15T12:00:00Z');
  });
});
