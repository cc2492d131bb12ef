import { describe, expect, it } from 'vitest';
import { runWorkflow } from '../../src/engine/run.ts';
import { flatten } from '../../src/plan/select.ts';
import { init } from '../../src/workflows/init.ts';
import { Killed } from '../engine/parts.ts';
import type { MemoryHost } from '../fakes/memory-host.ts';
import { effectsOfInit, everyPhaseSpec, initMachine } from './init-machine.ts';
import { initParts, initRequest, initSpecOf } from './init-parts.ts';

/** Everything of a machine that init is there to make: paths with mode and content. */
async function treeOf(host: MemoryHost, folder: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const name of (await host.files.list(folder)) ?? []) {
    const path = `${folder}/${name}`;
    const stat = await host.files.stat(path);
    const text = stat?.kind === 'file' ? await host.files.read(path) : '';
    rows.push(`${path} ${stat?.mode.toString(8)} ${text}`);
    if (stat?.kind === 'directory') rows.push(...(await treeOf(host, path)));
  }
  return rows;
}

async function machineOf(host: MemoryHost): Promise<readonly string[]> {
  return [
    ...(await treeOf(host, '/etc/kubernetes')),
    ...(await treeOf(host, '/var/lib/kubelet')),
    ...(await treeOf(host, '/var/lib/etcd')),
  ];
}

async function cleanRun(host: MemoryHost) {
  return runWorkflow(initParts(host), initRequest(everyPhaseSpec()));
}

describe('the table of contents', () => {
  it("has kubeadm's phases in kubeadm's order", () => {
    expect(flatten(init.phases).map(({ path }) => path)).toEqual([
      'preflight',
      'certs',
      'certs/ca',
      'certs/apiserver',
      'certs/apiserver-kubelet-client',
      'certs/front-proxy-ca',
      'certs/front-proxy-client',
      'certs/etcd-ca',
      'certs/etcd-server',
      'certs/etcd-peer',
      'certs/etcd-healthcheck-client',
      'certs/apiserver-etcd-client',
      'certs/sa',
      'kubeconfig',
      'kubeconfig/admin',
      'kubeconfig/super-admin',
      'kubeconfig/kubelet',
      'kubeconfig/controller-manager',
      'kubeconfig/scheduler',
      'etcd',
      'etcd/local',
      'control-plane',
      'control-plane/apiserver',
      'control-plane/controller-manager',
      'control-plane/scheduler',
      'kubelet-start',
      'wait-control-plane',
      'upload-config',
      'upload-config/kubeadm',
      'upload-config/kubelet',
      'upload-certs',
      'mark-control-plane',
      'bootstrap-token',
      'kubelet-finalize',
      'kubelet-finalize/enable-client-cert-rotation',
      'addon',
      'addon/coredns',
      'addon/kube-proxy',
      'show-join-command',
    ]);
  });
});

describe('init on a machine in memory', () => {
  it('makes files and objects, marks the node, and says how to join', async () => {
    const host = initMachine();
    const parts = initParts(host);
    expect((await runWorkflow(parts, initRequest(initSpecOf()))).outcome).toBe('succeeded');
    const admin = await host.kube.connect({ kubeconfig: '/etc/kubernetes/admin.conf' });
    const node = await admin.get({ apiVersion: 'v1', kind: 'Node', name: 'cp1' });
    expect(node).toMatchObject({
      metadata: { labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
    });
    expect(
      await admin.get({ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'kube-proxy', namespace: 'kube-system' }),
    ).toBeDefined();
    const output = parts.events.flatMap((event) =>
      event.kind === 'note' && event.note.level === 'output' ? [event.note] : [],
    );
    expect(output[0]?.text).toMatch(
      /tsadm join 172\.30\.0\.11:6443 --token [a-z0-9]{6}\.[a-z0-9]{16} \\\n\t--discovery-token-ca-cert-hash sha256:[0-9a-f]{64} \n$/,
    );
    expect(output[0]?.publicText).not.toMatch(/[a-z0-9]{6}\.[a-z0-9]{16}/);
  });

  it('shows the same effects in a dry run and writes nothing, minted or sent', async () => {
    const host = initMachine();
    const planned = (await runWorkflow(initParts(host), initRequest(initSpecOf(), { dryRun: true }))).planned;
    expect(await machineOf(host)).toEqual([]);
    expect(host.kube.requests.filter((request) => !/^(?:get|list) /.test(request))).toEqual([]);
    const acted = initParts(host);
    await runWorkflow(acted, initRequest(initSpecOf()));
    const ids = new Set(acted.events.flatMap((event) => (event.kind === 'effect' ? [event.effect.id] : [])));
    for (const { effect } of planned) expect(ids).toContain(effect.id);
    expect(JSON.stringify(planned)).not.toContain('PRIVATE KEY');
  });
});

describe('a kill at every effect', async () => {
  const effects = (await effectsOfInit()).map(({ id }) => id);
  const reference = initMachine();
  await cleanRun(reference);
  const wanted = await machineOf(reference);

  it('is tried in every phase of init that does something', () => {
    const leaves = flatten(init.phases).filter(({ phase }) => phase.steps !== undefined);
    const acting = new Set(effects.map((id) => id.slice(0, id.indexOf(':'))));
    expect(leaves.map(({ path }) => path).filter((path) => !acting.has(path))).toEqual(['show-join-command']);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each(effects)(`ends as a clean run after a kill ${moment} %s`, async (id) => {
      const host = initMachine();
      let killed = false;
      const hook = (when: string, effect: { readonly id: string }) => {
        if (!killed && when === moment && effect.id === id) {
          killed = true;
          throw new Killed();
        }
      };
      await expect(runWorkflow(initParts(host, { hook }), initRequest(everyPhaseSpec()))).rejects.toThrow(Killed);
      host.clock.advance(60_000);
      expect((await cleanRun(host)).outcome).toBe('succeeded');
      expect(await machineOf(host)).toEqual(wanted);
      expect(await host.files.list('/var/lib/tsadm/runs')).toEqual([]);
      // It reads its changed kubeconfig also when the kill came between the change and its restart.
      expect(host.services.actions.at(-1)).toBe('restart kubelet');
    });
  }

  it.each([1, 2])('ends as a clean run when a certificate was written up to its file %s', async (count) => {
    const host = initMachine();
    let certificates = 0;
    const { files } = host;
    const dying = Object.create(files, {
      writeAll: {
        value: async (...[wanted, options]: Parameters<typeof files.writeAll>) => {
          if (!wanted[0]!.path.includes('/pki/') || ++certificates <= 3) return files.writeAll(wanted, options);
          await files.writeAll(wanted.slice(0, count), options);
          throw new Killed();
        },
      },
    });
    await expect(runWorkflow(initParts({ ...host, files: dying }), initRequest(everyPhaseSpec()))).rejects.toThrow();
    expect((await cleanRun(host)).outcome).toBe('succeeded');
    expect(await machineOf(host)).toEqual(wanted);
  });
});
