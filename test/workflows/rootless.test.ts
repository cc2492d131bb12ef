import { describe, expect, it } from 'vitest';
import { runWorkflow } from '../../src/engine/run.ts';
import { Killed } from '../engine/parts.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { initMachine } from './init-machine.ts';
import { initParts, initRequest, initSpecOf } from './init-parts.ts';

const accounts = { passwd: 'root:x:0:0:root:/root:/bin/bash\na:x:100:1:::\n', group: 'root:x:0:\n' };

function machine(): MemoryHost {
  const host = initMachine();
  host.files.put('/etc/passwd', accounts.passwd);
  host.files.put('/etc/group', accounts.group);
  return host;
}

function spec() {
  return initSpecOf(
    'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nfeatureGates: {RootlessControlPlane: true}\n',
  );
}

/** Paths below /etc and etcd's data with owner, mode and, for what is no secret, text. */
async function machineOf({ files }: MemoryHost): Promise<readonly string[]> {
  const paths = Object.keys(files.modes()).filter((path) => /^\/(?:etc|var\/lib\/etcd)(?:\/|$)/.test(path));
  return Promise.all(
    paths.map(async (path) => {
      const { uid, gid, mode, kind } = (await files.stat(path))!;
      const text = /passwd|group|manifests\/./.test(path) ? await files.read(path) : '';
      return `${path} ${kind} ${uid}:${gid} ${mode.toString(8)} ${text}`;
    }),
  );
}

describe('init of a control plane without root', async () => {
  const reference = machine();
  const effects: string[] = [];
  const hook = (moment: string, { id }: { readonly id: string }) => {
    if (moment === 'before' && /:(?:accounts|owner)\//.test(id)) effects.push(id);
  };
  await runWorkflow(initParts(reference, { hook }), initRequest(spec()));
  const wanted = await machineOf(reference);

  it('makes accounts once and gives files away', () => {
    expect(effects).toEqual([
      'etcd/local:accounts/etcd',
      'etcd/local:owner/etcd',
      'etcd/local:owner/data',
      'control-plane/apiserver:owner/kube-apiserver',
      'control-plane/controller-manager:owner/kube-controller-manager',
      'control-plane/scheduler:owner/kube-scheduler',
    ]);
    expect(wanted).toContain('/var/lib/etcd directory 101:100 700 ');
    expect(wanted).toContain('/etc/kubernetes/pki/sa.key file 0:104 640 ');
    expect(wanted.find((line) => line.startsWith('/etc/passwd '))).toContain('kubeadm-ks:x:104:103:::/bin/false\n');
  });

  it('finds nothing to do in the same phases again', async () => {
    for (const path of ['certs', 'kubeconfig', 'etcd', 'control-plane']) {
      const parts = initParts(reference);
      await runWorkflow(parts, initRequest(spec(), { selection: { kind: 'phase', path } }));
      const judged = parts.events.flatMap((event) => (event.kind === 'effect' ? [event] : []));
      expect(judged.length).toBeGreaterThan(0);
      expect(judged.filter(({ judgement }) => judgement.verdict !== 'keep').map(({ effect }) => effect.id)).toEqual([]);
    }
  });

  it('shows them in a dry run and touches nothing', async () => {
    const host = machine();
    const { planned } = await runWorkflow(initParts(host), initRequest(spec(), { dryRun: true }));
    const shown = planned.filter(({ effect }) => /:(?:accounts|owner)\//.test(effect.id));
    expect(shown.map(({ effect }) => effect.id)).toEqual(effects);
    expect(shown[0]).toMatchObject({
      judgement: { verdict: 'create' },
      describe: expect.stringContaining('kubeadm-etcd (101)'),
    });
    expect(await host.files.read('/etc/passwd')).toBe(accounts.passwd);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(effects)(`ends as a clean run after a kill ${moment} %s`, async (id) => {
      const host = machine();
      let killed = false;
      const kill = (when: string, effect: { readonly id: string }) => {
        if (killed || when !== moment || effect.id !== id) return;
        killed = true;
        throw new Killed();
      };
      await expect(runWorkflow(initParts(host, { hook: kill }), initRequest(spec()))).rejects.toThrow(Killed);
      expect((await runWorkflow(initParts(host), initRequest(spec()))).outcome).toBe('succeeded');
      expect(await machineOf(host)).toEqual(wanted);
    });
  }

  it('says beforehand that a machine cannot have them', async () => {
    const host = machine();
    host.files.put('/etc/login.defs', 'SYS_UID_MAX 101\n');
    await expect(runWorkflow(initParts(host), initRequest(spec()))).rejects.toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining('4 ids are needed for users')],
    });
    expect(await host.files.list('/etc/kubernetes')).toBeUndefined();
  });
});
