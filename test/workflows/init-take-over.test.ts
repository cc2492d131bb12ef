import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import { EffectError } from '../../src/errors.ts';
import { findingsOf } from '../../src/observe/preflight/check-sets.ts';
import { manifestPath } from '../../src/spec/paths.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { Killed } from '../engine/parts.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { initMachine } from './init-machine.ts';
import { initParts, initRequest, initSpecOf } from './init-parts.ts';

/** A run that failed, then the same command with another configuration. */

const first = initSpecOf('', [
  { path: 'ClusterConfiguration.networking.serviceSubnet', value: '10.90.0.0/16', flag: 'service-cidr' },
]);
const second = initSpecOf();
const blocking = /^(FileAvailable|DirAvailable|Port-10250)/;

/** A kubelet that runs starts etcd, whose data and Pod stay, and keeps its port. */
function machine(): MemoryHost {
  const host = initMachine();
  const { services, cri } = host;
  const runtime = [...cri.runtimes.values()][0]!;
  const start = services.start;
  services.start = async (name) => {
    await start(name);
    host.net.portsInUse.add(10250);
    await host.files.write('/var/lib/etcd/member/wal', 'data', { mode: 0o600, directoryMode: 0o700 });
    const pod = { namespace: 'kube-system', uid: 'u', state: 'ready', createdAt: 0 } as const;
    runtime.sandboxes = [
      { ...pod, id: 'etcd', name: 'etcd-cp1' },
      { ...pod, id: 'other', name: 'somebody', namespace: 'default' },
    ];
  };
  const stop = services.stop;
  services.stop = async (name) => {
    await stop(name);
    host.net.portsInUse.delete(10250);
  };
  return host;
}

function parts(host: MemoryHost, more: Partial<EngineParts<InitSpec>> = {}) {
  const runChecks: EngineParts<InitSpec>['runChecks'] = async (set, spec) =>
    (await findingsOf(set, spec, host)).filter(({ name }) => blocking.test(name));
  return initParts(host, { runChecks, ...more });
}

/** Ends a run before the effect. */
function failingAt(id: string, error: Error = new Killed()): Pick<EngineParts<InitSpec>, 'hook'> {
  return {
    hook: (moment, effect) => {
      if (moment === 'before' && effect.id === id) throw error;
    },
  };
}

async function failed(at: string): Promise<MemoryHost> {
  const host = machine();
  await expect(runWorkflow(parts(host, failingAt(at)), initRequest(first))).rejects.toThrow(Killed);
  host.clock.advance(60_000);
  return host;
}

async function treeOf(host: MemoryHost, folder: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const name of (await host.files.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    const stat = await host.files.stat(path);
    if (stat?.kind === 'directory') rows.push(...(await treeOf(host, path)));
    else rows.push(`${path} ${stat?.mode.toString(8)} ${await withoutKeys(host, path)}`);
  }
  return rows;
}

/** Keys are made anew, and with them all that is signed. */
async function withoutKeys(host: MemoryHost, path: string): Promise<string> {
  return ((await host.files.read(path)) ?? '')
    .replace(/-----BEGIN [\s\S]+?-----END [^-]+-----/g, 'PEM')
    .replace(/(-data): \S+/g, '$1: PEM');
}

const folders = ['/etc/kubernetes', '/var/lib/kubelet', '/var/lib/etcd'];

async function machineOf(host: MemoryHost): Promise<readonly string[]> {
  return (await Promise.all(folders.map((folder) => treeOf(host, folder)))).flat();
}

const clean = machine();
await runWorkflow(parts(clean), initRequest(second));
const wanted = await machineOf(clean);

async function expectLikeClean(host: MemoryHost): Promise<void> {
  expect(await machineOf(host)).toEqual(wanted);
  expect(await host.files.list('/var/lib/tsadm/runs')).toEqual([]);
}

describe('a failed init with another configuration', () => {
  it.each([
    'certs/sa:write',
    'control-plane/scheduler:write',
    'kubelet-start:start',
    'wait-control-plane:kube-apiserver',
  ])('that ended before %s is taken over: the machine is as after a clean run', async (at) => {
    const host = await failed(at);
    const again = parts(host);
    expect((await runWorkflow(again, initRequest(second))).outcome).toBe('succeeded');
    await expectLikeClean(host);
    const said = again.events.flatMap((event) => (event.kind === 'note' ? [event.note.text] : []));
    expect(said.join('\n')).toMatch(/^Took over from run \d{8}T\d{6}Z-4711/m);
  });

  it('has its kubelet, its Pods and its data taken away, and nobody else their Pods', async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    const runtime = [...host.cri.runtimes.values()][0]!;
    await runWorkflow(parts(host), initRequest(second));
    expect(runtime.changes.filter((change) => !change.startsWith('pull '))).toEqual(['stop etcd', 'remove etcd']);
    expect(host.services.actions.slice(0, 4)).toEqual([
      'start kubelet',
      'stop kubelet',
      'start kubelet',
      'restart kubelet',
    ]);
  });

  it('is shown in a dry run, which takes nothing away', async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    const before = await machineOf(host);
    const { planned } = await runWorkflow(parts(host), initRequest(second, { dryRun: true }));
    const ids = planned.filter(({ phase }) => phase === 'take-over').map(({ effect }) => effect.id);
    expect(ids).toEqual(expect.arrayContaining(['take-over:kubelet', 'take-over:/etc/kubernetes/pki/ca.crt']));
    expect(planned.find(({ effect }) => effect.id === 'certs/ca:write')?.judgement.verdict).toBe('create');
    expect(await machineOf(host)).toEqual(before);
  });

  it('is not taken over when somebody has changed what it made', async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    const path = manifestPath('kube-apiserver');
    await host.files.write(path, 'mine', { mode: 0o600, directoryMode: 0o755 });
    const before = await machineOf(host);
    const again = parts(host);
    await expect(runWorkflow(again, initRequest(second))).rejects.toMatchObject({ kind: 'preflight' });
    expect(await machineOf(host)).toEqual(before);
    expect(JSON.stringify(again.events)).toContain(`not there any more as it was: ${path}`);
  });

  it('is not taken over, whatever is ignored, once another cluster lies there', async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    for (const folder of folders) await host.files.removeContents(folder);
    const data = '/var/lib/etcd/member/wal';
    await host.files.write(data, 'of another cluster', { mode: 0o600, directoryMode: 0o700 });
    const request = initRequest(second, { ignorePreflightErrors: ['all'] });
    await runWorkflow(parts(host, { runChecks: async () => [], ...failingAt('kubelet-start:start') }), request).catch(
      () => {},
    );
    expect(await host.files.read(data)).toBe('of another cluster');
  });

  it("is in nobody's way when nothing of it is left", async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    for (const folder of folders) await host.files.removeContents(folder);
    await host.services.stop('kubelet');
    const again = parts(host);
    expect((await runWorkflow(again, initRequest(second))).outcome).toBe('succeeded');
    expect(again.events.filter(({ kind }) => kind === 'note').map((event) => JSON.stringify(event))).not.toContainEqual(
      expect.stringMatching(/another configuration/),
    );
    // Nor will it be gone on with, when the machine has become something else.
    await expectLikeClean(host);
  });

  it.each([
    ['wait-control-plane:kube-apiserver', true],
    ['upload-config/kubeadm:ConfigMap/kube-system/kubeadm-config', undefined],
  ])('says when it fails whether it may be: before %s', async (at, reconfigurable) => {
    const failing = parts(machine(), failingAt(at, new EffectError('failed', {})));
    await expect(runWorkflow(failing, initRequest(first))).rejects.toSatisfy((error: EffectError) => {
      return error.position.resumable === true && error.position.reconfigurable === reconfigurable;
    });
  });

  it('is not taken over once it has put something into the cluster', async () => {
    const host = await failed('upload-config/kubeadm:ConfigMap/kube-system/kubeadm-config');
    const before = await machineOf(host);
    const again = parts(host);
    await expect(runWorkflow(again, initRequest(second))).rejects.toMatchObject({ kind: 'preflight' });
    expect(await machineOf(host)).toEqual(before);
    expect(JSON.stringify(again.events)).toContain('it has made a cluster already');
    expect((await runWorkflow(parts(host), initRequest(first))).outcome).toBe('succeeded');
  });

  it('leaves the data alone that lay in the folder of etcd before', async () => {
    const host = machine();
    const data = '/var/lib/etcd/member/old';
    await host.files.write(data, 'old', { mode: 0o600, directoryMode: 0o700 });
    const ignoring = { runChecks: async () => [] };
    const failing = parts(host, { ...ignoring, ...failingAt('kubelet-start:start') });
    await expect(runWorkflow(failing, initRequest(first))).rejects.toThrow(Killed);
    host.clock.advance(60_000);
    await runWorkflow(parts(host, ignoring), initRequest(second));
    expect(await host.files.read(data)).toBe('old');
  });
});

describe('a kill at the effects of a take-over', async () => {
  const effects: string[] = [];
  const hook: EngineParts<InitSpec>['hook'] = (moment, { id }) => {
    if (moment === 'before' && id.startsWith('take-over:')) effects.push(id);
  };
  await runWorkflow(parts(await failed('wait-control-plane:kube-apiserver'), { hook }), initRequest(second));

  // Removing one file is like removing the next.
  const files = effects.filter((id) => id.startsWith('take-over:/etc/'));
  const tried = effects.filter((id) => !files.slice(2, -1).includes(id));

  it('is tried at one of each kind', () => {
    expect(files.length).toBeGreaterThan(25);
    expect(tried.map((id) => id.replace(/\/20.*/, '/RUN'))).toEqual([
      'take-over:kubelet',
      'take-over:pods',
      'take-over:/var/lib/etcd',
      'take-over:kubelet-certificate',
      'take-over:/etc/kubernetes/pki/ca.key',
      'take-over:/etc/kubernetes/pki/ca.crt',
      'take-over:/etc/kubernetes/manifests/kube-scheduler.yaml',
      'take-over:/var/lib/kubelet/kubeadm-flags.env',
      'take-over:/var/lib/kubelet/instance-config.yaml',
      'take-over:/var/lib/kubelet/config.yaml',
      'take-over:journal/RUN',
    ]);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(tried)(`ends as a clean run after a kill ${moment} %s`, async (id) => {
      const host = await failed('wait-control-plane:kube-apiserver');
      const kill: EngineParts<InitSpec>['hook'] = (when, effect) => {
        if (when === moment && effect.id === id) throw new Killed();
      };
      await expect(runWorkflow(parts(host, { hook: kill }), initRequest(second))).rejects.toThrow(Killed);
      expect((await runWorkflow(parts(host), initRequest(second))).outcome).toBe('succeeded');
      await expectLikeClean(host);
    });
  }

  it('may be followed by a third configuration', async () => {
    const host = await failed('wait-control-plane:kube-apiserver');
    const killed = runWorkflow(parts(host, failingAt('take-over:/etc/kubernetes/pki/ca.crt')), initRequest(second));
    await expect(killed).rejects.toThrow(Killed);
    host.clock.advance(60_000);
    const third = initSpecOf('', [
      { path: 'ClusterConfiguration.networking.dnsDomain', value: 'x.y', flag: 'service-dns-domain' },
    ]);
    await runWorkflow(parts(host), initRequest(third)).then(
      () => expect.unreachable('what was half taken away is not what the first run made'),
      (error) => expect(error).toMatchObject({ kind: 'preflight' }),
    );
    expect((await runWorkflow(parts(host), initRequest(second))).outcome).toBe('succeeded');
    await expectLikeClean(host);
  });
});
