import { describe, expect, it } from 'vitest';
import { runReset } from '../../src/compose/run-reset.ts';
import type { Event } from '../../src/plan/event.ts';
import { readRun } from '../cli/read.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { controlPlane } from '../workflows/reset-machine.ts';

async function run(host: MemoryHost, line: string) {
  const events: Event[] = [];
  const reporter = { emit: (event: Event) => void events.push(event) };
  const end = await runReset(await readRun(line), { host, reporter, signal: new AbortController().signal });
  return { end, events };
}

describe('the question', () => {
  it.each(['y', 'Y', 'yes', ' Yes '])('is answered by %j', async (answer) => {
    const host = controlPlane();
    host.stdin.lines.push(answer);
    const { end, events } = await run(host, 'reset');
    expect(end.outcome).toBe('succeeded');
    expect(JSON.stringify(events)).toContain('Are you sure you want to proceed? [y/N]:');
  });

  it.each([['n'], [''], ['yess'], ['no y'], []])(
    'is not answered by %j, and then nothing is done',
    async (...lines) => {
      const host = controlPlane();
      const before = host.files.texts();
      host.stdin.lines.push(...lines);
      await expect(run(host, 'reset')).rejects.toMatchObject({
        kind: 'aborted',
        hint: expect.stringContaining('--force'),
      });
      expect(host.files.texts()).toEqual(before);
      expect(host.files.changes).toEqual([]);
    },
  );

  it.each([
    'reset --force',
    'reset --dry-run',
    'reset --skip-phases preflight',
    'reset phase cleanup-node',
    'reset phase remove-etcd-member',
    'reset phase preflight --force',
  ])('is not asked by %s', async (line) => {
    const host = controlPlane();
    await run(host, line);
    expect(host.stdin.asked).toBe(0);
  });

  it('is asked by the phase preflight alone', async () => {
    await expect(run(controlPlane(), 'reset phase preflight')).rejects.toMatchObject({ kind: 'aborted' });
  });
});

it('takes everything from a ResetConfiguration', async () => {
  const host = controlPlane();
  host.files.put('/srv/pki/ca.key', 'x');
  host.files.put(
    '/reset.yaml',
    `apiVersion: kubeadm.k8s.io/v1beta4
kind: ResetConfiguration
force: true
cleanupTmpDir: true
certificatesDir: /srv/pki
skipPhases: [remove-etcd-member]
unmountFlags: [MNT_DETACH]
`,
  );
  const { events } = await run(host, 'reset --config /reset.yaml');
  expect(host.stdin.asked).toBe(0);
  expect(await host.files.list('/etc/kubernetes/tmp')).toEqual([]);
  expect(await host.files.list('/srv/pki')).toEqual([]);
  expect(await host.files.read('/etc/kubernetes/pki/ca.key')).toBe('x');
  expect(await host.files.read('/var/lib/etcd/member/snap/db')).toBe('x');
  expect(host.mounts.changes).toEqual(['--lazy /var/lib/kubelet/pods/a/volumes/token']);
  expect(JSON.stringify(events)).toContain('which is not the usual folder');
});

it('shows to its end what it would do, also when nobody can be asked about etcd', async () => {
  const host = controlPlane();
  host.etcd.dead.add('https://10.0.0.1:2379');
  const { end } = await run(host, 'reset --dry-run');
  expect(end.planned.map(({ effect }) => effect.id)).toContain('cleanup-node:certificates');
  await expect(run(host, 'reset phase remove-etcd-member')).rejects.toMatchObject({ kind: 'decision' });
  await run(host, 'reset phase remove-etcd-member --force');
  expect(await host.files.list('/var/lib/etcd')).toEqual([]);
});

it('needs root, unless that is ignored', async () => {
  const host = { ...controlPlane(), process: { pid: 1, uid: 1000, env: {} } };
  await expect(run(host, 'reset --force')).rejects.toMatchObject({ kind: 'preflight' });
});
