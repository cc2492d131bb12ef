import { describe, expect, it } from 'vitest';
import { readKeptManifest, staticPodRuns } from '../../src/host/kept-manifest.ts';
import { type ManifestKeepInput, manifestKeep } from '../../src/operations/manifest-keep.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';
import { podOf, runStaticPods } from './static-pods.ts';

const manifest = '/etc/kubernetes/manifests/kube-scheduler.yaml';
const bootEntry = '/etc/tmpfiles.d/tsadm-manifest.conf';
const kept = '/etc/kubernetes/tmp/backup/kube-scheduler.yaml';
const healthUrl = 'https://127.0.0.1:10259/readyz';
const input: ManifestKeepInput = {
  component: 'kube-scheduler',
  manifest,
  kept,
  bootEntry,
  replaced: true,
  criSocket: 'unix:///var/run/containerd/containerd.sock',
  healthUrl,
  timeoutMs: 20_000,
};

function machine(): MemoryHost {
  const host = memoryHost({ files: { [manifest]: 'old' } });
  host.services.services.get('kubelet')!.active = true;
  host.net.answers.set(healthUrl, { status: 200, body: 'ok', headers: {} });
  runStaticPods(host);
  return host;
}

async function undo(host: MemoryHost, more: Partial<ManifestKeepInput> = {}) {
  const { inverse } = manifestKeep;
  if ('none' in inverse) throw new Error('it has no inverse');
  const changed = { ...input, ...more } as ManifestKeepInput;
  const context = operationContext({ host });
  if ((await inverse.undo(changed, context)) === 'nothing') return 'nothing';
  return inverse.settled!(changed, context);
}

describe('a manifest that is kept', () => {
  it('is noted with the Pod that was made from it, and kept once', async () => {
    const host = machine();
    const context = operationContext({ host });
    expect(await manifestKeep.look!(input, context)).toMatchObject({ verdict: 'do' });
    await manifestKeep.act(input, context);
    expect(await host.files.read(kept)).toBe('old');
    expect(await readKeptManifest('kube-scheduler', host)).toMatchObject({ kept, podUid: podOf('old') });
    expect(await manifestKeep.look!(input, context)).toMatchObject({ verdict: 'keep' });
    await host.files.remove(manifest);
    expect(await manifestKeep.look!(input, context)).toMatchObject({ verdict: 'keep' });
    host.files.put(manifest, 'somebody changed it');
    expect(await manifestKeep.look!(input, context)).toMatchObject({ verdict: 'do' });
  });

  it('tells the new Pod from the old one', async () => {
    const host = machine();
    await manifestKeep.act(input, operationContext({ host }));
    const runs = () => staticPodRuns('kube-scheduler', manifest, input.criSocket, host);
    expect(await runs()).toMatchObject({ ok: true });
    host.services.services.get('kubelet')!.active = false;
    host.files.put(manifest, 'new');
    expect(await runs()).toEqual({ ok: false, seen: 'the old kube-scheduler still runs' });
    host.services.services.get('kubelet')!.active = true;
    expect(await runs()).toMatchObject({ ok: true });
  });

  it('comes back, and is seen healthy', async () => {
    const host = machine();
    await manifestKeep.act(input, operationContext({ host }));
    host.files.put(manifest, 'new');
    expect(await undo(host)).toBe('kube-scheduler is as before and healthy');
    // Nor would a boot put anything back any more.
    expect(host.files.texts()[bootEntry]).toBeUndefined();
    expect(await host.files.read(manifest)).toBe('old');
  });

  it('is moved back itself when the disk is full', async () => {
    const host = machine();
    await manifestKeep.act(input, operationContext({ host }));
    host.files.put(manifest, 'new');
    host.files.failAt(manifest, 'ENOSPC', { on: 'write' });
    expect(await undo(host)).toBe('kube-scheduler is as before and healthy');
    expect(await host.files.read(manifest)).toBe('old');
    expect(await host.files.stat(kept)).toBeUndefined();
  });

  it('has nothing to take back when nothing was replaced, or another run kept it', async () => {
    const host = machine();
    expect(await undo(host)).toBe('nothing');
    await manifestKeep.act(input, operationContext({ host }));
    expect(await undo(host)).toBe('nothing');
    host.files.put(manifest, 'new');
    expect(await undo(host, { kept: '/etc/kubernetes/tmp/another/kube-scheduler.yaml' })).toBe('nothing');
    expect(await host.files.read(manifest)).toBe('new');
  });

  it('says what is the matter when the old component does not come up either, or the kubelet is stopped', async () => {
    const host = machine();
    await manifestKeep.act(input, operationContext({ host }));
    host.files.put(manifest, 'new');
    host.net.answers.clear();
    await expect(undo(host)).rejects.toThrow(/is back, but it is not healthy: .*ECONNREFUSED/);
    expect(await host.files.read(manifest)).toBe('old');
    host.files.put(manifest, 'new');
    await host.cri.connect(input.criSocket).containers();
    host.services.services.get('kubelet')!.active = false;
    await expect(undo(host)).rejects.toThrow('the kubelet does not run');
    expect(await host.files.read(manifest)).toBe('old');
  });

  it('is not all: what cannot work without the component is seen healthy, too', async () => {
    const host = machine();
    const url = (port: number) => `https://127.0.0.1:${port}/healthz`;
    const needing = [1, 2, 3].map((port) => ({ component: `part${port}`, url: url(port) }));
    for (const port of [1, 2, 3]) host.net.answers.set(url(port), { status: 200, body: 'ok', headers: {} });
    await manifestKeep.act(input, operationContext({ host }));
    const fails = async (more: Partial<ManifestKeepInput>) => {
      host.files.put(manifest, 'new');
      return undo(host, more);
    };
    expect(await fails({ needing })).toBe('kube-scheduler is as before and healthy, and so are part1, part2 and part3');
    expect(await fails({ needing: needing.slice(1, 2) })).toMatch(/healthy, and so is part2$/);
    host.net.answers.set(url(2), { status: 500, body: 'no', headers: {} });
    await expect(fails({ needing })).rejects.toThrow(
      /is as before, but part2 is not healthy: .*:2\/healthz: status 500/,
    );
  });

  it('cannot be kept when it is not there', async () => {
    const host = machine();
    await host.files.remove(manifest);
    await expect(manifestKeep.act(input, operationContext({ host }))).rejects.toMatchObject({
      message: expect.stringContaining(manifest),
      hint: expect.stringContaining('/etc/kubernetes/tmp'),
    });
  });
});
