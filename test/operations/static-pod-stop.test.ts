import { describe, expect, it } from 'vitest';
import { noteKeptManifest } from '../../src/host/kept-manifest.ts';
import { type StaticPodStopInput, staticPodStop } from '../../src/operations/static-pod-stop.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { operationContext } from './operation-context.ts';
import { podOf, runStaticPods } from './static-pods.ts';

const folder = '/etc/kubernetes/manifests';
const manifest = `${folder}/etcd.yaml`;
const bootEntry = '/etc/tmpfiles.d/tsadm-manifest.conf';
const kept = '/etc/kubernetes/tmp/backup/etcd.yaml';
const healthUrl = 'http://127.0.0.1:2381/readyz';
const socket = 'unix:///var/run/containerd/containerd.sock';
const input: StaticPodStopInput = {
  component: 'etcd',
  manifest,
  kept,
  bootEntry,
  criSocket: socket,
  timeoutMs: 20_000,
  takesAlong: 'kube-apiserver',
  healthUrl,
};

function machine(): MemoryHost {
  const host = memoryHost({ files: { [manifest]: 'old', [kept]: 'old', [`${folder}/kube-apiserver.yaml`]: 'api' } });
  host.services.services.get('kubelet')!.active = true;
  host.net.answers.set(healthUrl, { status: 200, body: 'ok', headers: {} });
  runStaticPods(host);
  return host;
}

function changesOf(host: MemoryHost): readonly string[] {
  return host.cri.runtimes.get(socket)!.changes;
}

describe('a static Pod that is ended', () => {
  it('loses its manifest, and takes along what hangs without it', async () => {
    const host = machine();
    expect(await staticPodStop.look!(input, operationContext({ host }))).toMatchObject({ verdict: 'do' });
    await staticPodStop.act(input, operationContext({ host }));
    expect(await host.files.stat(manifest)).toBeUndefined();
    expect(changesOf(host)).toEqual([`stop container kube-apiserver-${podOf('api')}`]);
    expect(await staticPodStop.look!(input, operationContext({ host }))).toMatchObject({ verdict: 'keep' });
  });

  it('is given no time when it is not well', async () => {
    const host = machine();
    host.net.answers.clear();
    // The kubelet of this machine is slow to see that the manifest is gone.
    host.services.services.get('kubelet')!.active = true;
    const seen: string[] = [];
    const runtime = host.cri.runtimes.get(socket)!;
    let looks = 0;
    const { get } = Object.getOwnPropertyDescriptor(runtime, 'containers')!;
    Object.defineProperty(runtime, 'containers', {
      get: () => {
        looks += 1;
        const now = get!.call(runtime) as readonly { readonly name: string }[];
        return looks < 4 ? [...now, { ...now[0], id: 'slow', name: 'etcd' }] : now;
      },
      set: () => {},
    });
    await staticPodStop.act({ ...input, takesAlong: '' }, operationContext({ host }));
    seen.push(...changesOf(host));
    expect(seen).toEqual(['stop container slow']);
  });

  it('is waited for until the kubelet has cleared up behind it, but not for ever', async () => {
    const host = machine();
    await noteKeptManifest('etcd', { kept, digest: '', podUid: 'abc' }, host);
    host.files.put('/var/lib/kubelet/pods/abc/volumes/x', 'x');
    const begun = host.clock.monotonic();
    await staticPodStop.act(input, operationContext({ host }));
    expect(host.clock.monotonic() - begun).toBeGreaterThanOrEqual(8_000);
    expect(host.clock.monotonic() - begun).toBeLessThan(9_000);
  });

  it('keeps its manifest, and nothing is ended, when the kubelet does not run', async () => {
    const host = machine();
    host.services.services.get('kubelet')!.active = false;
    await expect(staticPodStop.act(input, operationContext({ host }))).rejects.toMatchObject({
      message: expect.stringContaining('the kubelet does not run'),
      hint: expect.stringContaining('systemctl start kubelet'),
    });
    expect(await host.files.read(manifest)).toBe('old');
    expect(changesOf(host)).toEqual([]);
  });

  it('gets its manifest back when it does not end, or the run is to stop', async () => {
    const host = machine();
    const runtime = host.cri.runtimes.get(socket)!;
    const stuck = { ...runtime.containers.find(({ name }) => name === 'etcd')! };
    Object.defineProperty(runtime, 'containers', { get: () => [stuck], set: () => {} });
    await expect(staticPodStop.act(input, operationContext({ host }))).rejects.toThrow('still runs 20 s');
    expect(await host.files.read(manifest)).toBe('old');
    const stopping = operationContext({ host, signal: AbortSignal.abort('SIGTERM') });
    await expect(staticPodStop.act(input, stopping)).rejects.toMatchObject({ kind: 'aborted' });
    expect(await host.files.read(manifest)).toBe('old');
  });

  it('would be put back by a boot as long as its manifest is away, where there is systemd', async () => {
    const host = machine();
    await staticPodStop.act(input, operationContext({ host }));
    expect(host.files.texts()[bootEntry]).toMatch(`\nC! ${manifest} - - - - ${kept}\n`);
    const other = machine();
    other.services.init = 'openrc';
    await staticPodStop.act(input, operationContext({ host: other }));
    expect(other.files.texts()[bootEntry]).toBeUndefined();
    const stuck = machine();
    const runtime = stuck.cri.runtimes.get(socket)!;
    const [running] = runtime.containers.filter(({ name }) => name === 'etcd').map((each) => ({ ...each }));
    Object.defineProperty(runtime, 'containers', { get: () => [running], set: () => {} });
    await expect(
      staticPodStop.act(input, operationContext({ host: stuck, signal: AbortSignal.abort('SIGTERM') })),
    ).rejects.toMatchObject({ kind: 'aborted' });
    expect(stuck.files.texts()[bootEntry]).toBeUndefined();
  });

  it('is ended also where nothing can be left for a boot', async () => {
    const host = machine();
    host.files.failAt(bootEntry, 'EROFS');
    const context = operationContext({ host });
    await staticPodStop.act(input, context);
    expect(await host.files.stat(manifest)).toBeUndefined();
  });
});
