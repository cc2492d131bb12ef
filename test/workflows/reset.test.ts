import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import type { RunRequest } from '../../src/engine/run-request.ts';
import { resolveResetCluster, resolveResetInputs } from '../../src/observe/reset-inputs.ts';
import type { Event } from '../../src/plan/event.ts';
import { canonicalJson } from '../../src/spec/canonical-json.ts';
import type { ResetSpec } from '../../src/spec/reset-spec.ts';
import { reset } from '../../src/workflows/reset.ts';
import { Killed } from '../engine/parts.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { initParts } from './init-parts.ts';
import { controlPlane, resetSpec, withThreeMembers } from './reset-machine.ts';
import { runRequest } from './run-request.ts';

type Parts = EngineParts<ResetSpec> & { readonly events: readonly Event[] };

function partsOf(host: MemoryHost, more: Partial<EngineParts<ResetSpec>> = {}): Parts {
  const { resolveCluster: _, resolveInputs: __, runChecks: ___, ...parts } = initParts(host);
  return {
    ...parts,
    runChecks: async () => [],
    resolveInputs: resolveResetInputs,
    resolveCluster: (spec, _inputs, machine, signal, known) =>
      resolveResetCluster(spec, machine, signal, known, { reading: () => {}, warn: () => {} }),
    canonicalSpec: canonicalJson,
    ...more,
  };
}

function request(spec: ResetSpec, more: Partial<RunRequest<ResetSpec>> = {}): RunRequest<ResetSpec> {
  return runRequest(reset, spec, more);
}

/** All that a reset of the machine leaves. */
const left = {
  '/etc/cni/net.d/10.conf': 'x',
  '/etc/kubernetes/mine.conf': 'x',
  '/etc/kubernetes/tmp/backup': 'x',
  '/etc/machine-id': 'abc\n',
};

async function expectReset(host: MemoryHost): Promise<void> {
  expect(host.files.texts()).toEqual(left);
  expect(Object.keys(host.files.modes()).filter((path) => /kubelet|etcd|manifests|pki|tsadm/.test(path))).toEqual([
    '/etc/kubernetes/manifests',
    '/etc/kubernetes/pki',
    '/run/tsadm',
    '/var/lib/etcd',
    '/var/lib/kubelet',
  ]);
  expect(host.files.mounted).toEqual([]);
  expect(host.files.unmounted.get('/var/lib/kubelet/pods/a/volumes/token')).toEqual({
    '/var/lib/kubelet/pods/a/volumes/token/key': 'x',
  });
  expect(host.cri.runtimes.get('unix:///var/run/containerd/containerd.sock')?.sandboxes).toEqual([]);
  expect(await host.services.isActive('kubelet')).toBe(false);
}

describe('reset on a machine in memory', () => {
  it('leaves what kubeadm leaves, and nothing of ours', async () => {
    const host = controlPlane();
    expect((await runWorkflow(partsOf(host), request(resetSpec()))).outcome).toBe('succeeded');
    await expectReset(host);
    expect(host.etcd.members.map(({ name }) => name)).toEqual(['cp1']);
  });

  it('empties the temporary folder when asked to', async () => {
    const host = controlPlane();
    await runWorkflow(partsOf(host), request(resetSpec({ cleanupTmpDir: true })));
    expect(await host.files.list('/etc/kubernetes/tmp')).toEqual([]);
  });

  it('takes the member out of etcd, reads that back, and gives the lease back', async () => {
    const host = withThreeMembers(controlPlane());
    await runWorkflow(partsOf(host), request(resetSpec()));
    await expectReset(host);
    expect(host.etcd.members.map(({ name }) => name)).toEqual(['cp2', 'cp3']);
    expect(host.etcd.calls.slice(host.etcd.calls.indexOf('remove 1'))).toEqual(['remove 1', 'members']);
    expect(host.kube.all().filter(({ kind }) => kind === 'Lease')).toEqual([]);
  });

  it('changes nothing in a dry run, and lists what would go', async () => {
    const host = withThreeMembers(controlPlane());
    const before = host.files.texts();
    const { planned, outcome } = await runWorkflow(partsOf(host), request(resetSpec(), { dryRun: true }));
    expect(outcome).toBe('planned');
    expect(host.files.texts()).toEqual(before);
    expect(host.etcd.calls.filter((call) => call.startsWith('remove'))).toEqual([]);
    const reasons = planned.map(
      ({ effect, judgement }) => `${effect.id} ${judgement.verdict} ${judgement.reason ?? ''}`,
    );
    expect(reasons).toContain('remove-etcd-member:remove do cp1 (1, https://10.0.0.1:2380)');
    expect(reasons).toContain('cleanup-node:pods do kube-system/coredns, kube-system/etcd');
    expect(reasons).toContain('cleanup-node:mounts do /var/lib/kubelet/pods/a/volumes/token');
    expect(reasons).toContain('cleanup-node:certificates delete ca.key, etcd');
  });

  it('empties etcd again after the kubelet stood still: it may have been started in between', async () => {
    const host = controlPlane();
    const hook = (moment: string, effect: { readonly id: string }) => {
      if (moment === 'after' && effect.id === 'remove-etcd-member:data')
        host.files.put('/var/lib/etcd/member/wal/0', 'x');
    };
    await runWorkflow(partsOf(host, { hook }), request(resetSpec()));
    expect(await host.files.list('/var/lib/etcd')).toEqual([]);
  });

  it('leaves etcd alone when its phase is left out', async () => {
    const host = controlPlane();
    const more = { skipPhases: ['remove-etcd-member'] };
    await runWorkflow(partsOf(host), request(resetSpec({ emptiesEtcd: false }), more));
    expect(await host.files.read('/var/lib/etcd/member/snap/db')).toBe('x');
  });

  it('stops before anything is removed when something is in use, and goes on later', async () => {
    const host = controlPlane();
    host.mounts.busy.add('/var/lib/kubelet/pods/a/volumes/token');
    await expect(runWorkflow(partsOf(host), request(resetSpec()))).rejects.toMatchObject({
      kind: 'effect',
      message: expect.stringContaining('target is busy'),
      hint: expect.stringContaining('MNT_DETACH'),
    });
    expect(await host.files.read('/etc/kubernetes/pki/ca.key')).toBe('x');
    host.mounts.busy.clear();
    await runWorkflow(partsOf(host), request(resetSpec()));
    await expectReset(host);
  });

  it('never removes what is mounted below a folder that it empties', async () => {
    const host = controlPlane();
    host.files.put('/var/lib/etcd/member/wal', { directory: true });
    host.files.mount('/var/lib/etcd/member/wal');
    host.files.put('/var/lib/etcd/member/wal/0.wal', 'x');
    const parts = partsOf(host);
    expect((await runWorkflow(parts, request(resetSpec()))).outcome).toBe('succeeded');
    expect(await host.files.read('/var/lib/etcd/member/wal/0.wal')).toBe('x');
    expect(await host.files.read('/var/lib/etcd/member/snap/db')).toBeUndefined();
    const told = parts.events.flatMap((event) => (event.kind === 'effect' && event.tolerated ? [event.tolerated] : []));
    expect(told.join()).toContain('/var/lib/etcd/member/wal');
  });

  it.each(['/etc', '/var/lib/', '/etc/kubernetes/../../usr', '/'])('refuses to empty %s', async (certificatesDir) => {
    const host = controlPlane();
    const before = host.files.texts();
    const spec = resetSpec({ certificatesDir, certificatesDirGiven: true });
    await expect(runWorkflow(partsOf(host), request(spec))).rejects.toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining(`removed from ${certificatesDir}`)],
    });
    expect(host.files.texts()).toEqual(before);
  });

  it('is done again when it is given again', async () => {
    const host = controlPlane();
    await runWorkflow(partsOf(host), request(resetSpec()));
    host.files.put('/etc/kubernetes/manifests/kube-apiserver.yaml', 'x');
    expect((await runWorkflow(partsOf(host), request(resetSpec()))).outcome).toBe('succeeded');
    expect(host.files.texts()).toEqual(left);
  });
});

describe('a reset killed at every effect', async () => {
  const reference = withThreeMembers(controlPlane('/data/etcd'));
  const effects: string[] = [];
  await runWorkflow(
    partsOf(reference, { hook: (moment, effect) => void (moment === 'before' && effects.push(effect.id)) }),
    request(resetSpec()),
  );
  const wanted = reference.files.modes();

  it('is tried at every effect', () => {
    expect(effects.length).toBeGreaterThan(12);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(effects)(`ends as a clean run after a kill ${moment} %s`, async (id) => {
      const host = withThreeMembers(controlPlane('/data/etcd'));
      let killed = false;
      const hook = (when: string, effect: { readonly id: string }) => {
        if (killed || when !== moment || effect.id !== id) return;
        killed = true;
        throw new Killed();
      };
      await expect(runWorkflow(partsOf(host, { hook }), request(resetSpec()))).rejects.toThrow(Killed);
      host.clock.advance(60_000);
      expect((await runWorkflow(partsOf(host), request(resetSpec()))).outcome).toBe('succeeded');
      expect(host.files.texts()).toEqual(left);
      expect(host.files.modes()).toEqual(wanted);
      expect(host.etcd.members.map(({ name }) => name)).toEqual(['cp2', 'cp3']);
    });
  }

  it.each(['runs', 'records', 'backups'])('ends as a clean run when it dies while it forgets %s', async (name) => {
    const host = withThreeMembers(controlPlane('/data/etcd'));
    const { files } = host;
    let dead = false;
    const dying = Object.create(files, {
      remove: {
        value: async (path: string) => {
          if (!dead && path.startsWith(`/var/lib/tsadm/${name}`)) {
            dead = true;
            throw new Killed();
          }
          return files.remove(path);
        },
      },
    });
    await expect(runWorkflow(partsOf({ ...host, files: dying }), request(resetSpec()))).rejects.toThrow(Killed);
    await runWorkflow(partsOf(host), request(resetSpec()));
    expect(host.files.texts()).toEqual(left);
    expect(host.files.modes()).toEqual(wanted);
  });
});

describe('what the cluster tells', () => {
  const configured = (text: string): MemoryHost => {
    const host = controlPlane();
    host.kube.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kubeadm-config', namespace: 'kube-system' },
      data: {
        ClusterConfiguration: `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.3\n${text}`,
      },
    });
    return host;
  };

  it('leaves an external etcd, and its default folder, alone', async () => {
    const host = configured('etcd:\n  external:\n    endpoints: [https://10.0.0.9:2379]\n');
    await host.files.remove('/etc/kubernetes/manifests/etcd.yaml');
    const parts = partsOf(host);
    await runWorkflow(parts, request(resetSpec()));
    expect(await host.files.read('/var/lib/etcd/member/snap/db')).toBe('x');
    const notes = parts.events.flatMap((event) => (event.kind === 'note' ? [event.note.text] : []));
    expect(notes.join()).toContain('external');
  });

  it('remembers that over a kill, after which nobody can be asked any more', async () => {
    const host = configured('etcd:\n  external:\n    endpoints: [https://10.0.0.9:2379]\n');
    await host.files.remove('/etc/kubernetes/manifests/etcd.yaml');
    const hook = (moment: string, effect: { readonly id: string }) => {
      if (moment === 'after' && effect.id === 'cleanup-node:/etc/kubernetes/admin.conf') throw new Killed();
    };
    await expect(runWorkflow(partsOf(host, { hook }), request(resetSpec()))).rejects.toThrow(Killed);
    await runWorkflow(partsOf(host), request(resetSpec()));
    expect(await host.files.read('/var/lib/etcd/member/snap/db')).toBe('x');
  });

  it('empties the folder of certificates that the cluster names, unless another is given', async () => {
    for (const given of [false, true]) {
      const host = configured('certificatesDir: /srv/pki\n');
      host.files.put('/srv/pki/ca.key', 'x');
      await runWorkflow(partsOf(host), request(resetSpec({ certificatesDirGiven: given })));
      expect(await host.files.read('/srv/pki/ca.key')).toBe(given ? 'x' : undefined);
      expect(await host.files.read('/etc/kubernetes/pki/ca.key')).toBe(given ? undefined : 'x');
    }
  });
});
