import { describe, expect, test } from 'vitest';
import { controlPlane } from '../../src/phases/init/control-plane.ts';
import { etcd } from '../../src/phases/init/etcd.ts';
import type { CallEffect, WriteEffect } from '../../src/plan/effect.ts';
import type { Phase, Plan } from '../../src/plan/phase.ts';
import type { InitSpec } from '../../src/spec/types.ts';
import { initSpec } from '../manifests/spec-builder.ts';
import { idsOf, planOf } from './phase-context.ts';

const spec = initSpec({ cluster: { featureGates: { RootlessControlPlane: true } } });
const files = { '/etc/passwd': 'a:x:100:1:::\n', '/etc/group': 'root:x:0:\n' };
const [apiServer, controllerManager, scheduler] = controlPlane.children as Phase<InitSpec>[];
const [local] = etcd.children as Phase<InitSpec>[];

/** Files that a plan gives away, as `path uid:gid mode`. */
function given(plan: Plan): readonly string[] {
  const call = plan.effects.find(
    (effect): effect is CallEffect => effect.kind === 'call' && effect.operation === 'owner-set',
  );
  const owned = (call?.input['files'] ?? []) as { path: string; uid: number; gid: number; mode: number }[];
  return owned.map(({ path, uid, gid, mode }) => `${path} ${uid}:${gid} ${mode.toString(8)}`);
}

function textOf(plan: Plan): string {
  const content = (plan.effects.at(-1) as WriteEffect).artifact.files[0]!.content;
  return content.kind === 'text' ? content.text : '';
}

describe('a control plane without root', () => {
  test('accounts, owners and data come before the manifest', () => {
    const plan = planOf(local!, spec, { files });
    expect(idsOf(plan)).toEqual([
      'call etcd/local:data-directory',
      'call etcd/local:accounts/etcd',
      'call etcd/local:owner/etcd',
      'call etcd/local:owner/data',
      'write etcd/local:write',
    ]);
    expect(given(plan)).toEqual([
      '/etc/kubernetes/pki/etcd/server.key 101:100 600',
      '/etc/kubernetes/pki/etcd/peer.key 101:100 600',
    ]);
    expect(textOf(plan)).toMatch(/runAsGroup: 100\n +runAsUser: 101\n/);
  });

  test('each component gets what it reads', () => {
    const pki = '/etc/kubernetes/pki';
    expect(given(planOf(apiServer!, spec, { files }))).toEqual([
      `${pki}/sa.pub 102:101 600`,
      `${pki}/apiserver.key 102:101 600`,
      `${pki}/apiserver-kubelet-client.key 102:101 600`,
      `${pki}/front-proxy-client.key 102:101 600`,
      `${pki}/apiserver-etcd-client.key 102:101 600`,
      `${pki}/sa.key 0:104 640`,
    ]);
    expect(given(planOf(controllerManager!, spec, { files }))).toEqual([
      '/etc/kubernetes/controller-manager.conf 103:102 600',
      `${pki}/ca.key 103:102 600`,
      `${pki}/sa.key 0:104 640`,
    ]);
    expect(given(planOf(scheduler!, spec, { files }))).toEqual(['/etc/kubernetes/scheduler.conf 104:103 600']);
  });

  test('keys must be there or be made before', () => {
    expect(scheduler!.needs!(spec)).toEqual([
      { path: '/etc/kubernetes/scheduler.conf', what: 'a kubeconfig', madeBy: 'kubeconfig scheduler' },
    ]);
    expect(apiServer!.needs!(spec).map(({ madeBy }) => madeBy)).toContain('certs apiserver-etcd-client');
    expect(apiServer!.needs!(initSpec())).toEqual([]);
  });

  test('machines whose accounts cannot be read or are not as they should be are refused', () => {
    expect(planOf(scheduler!, spec).refusals).toEqual([
      '/etc/passwd cannot be read: absent',
      '/etc/group cannot be read: absent',
    ]);
    const odd = { ...files, '/etc/group': 'x\n' };
    expect(planOf(scheduler!, spec, { files: odd }).refusals).toEqual([
      'users for the gate RootlessControlPlane: /etc/group:1: an entry has 4 fields, and this line 1',
    ]);
  });

  test('without the gate nothing of it is there', () => {
    const plan = planOf(scheduler!, initSpec(), { files });
    expect(idsOf(plan)).toEqual(['write control-plane/scheduler:write']);
    expect(textOf(plan)).not.toContain('runAs');
    expect(scheduler!.looks!(initSpec()).map((look) => 'path' in look && look.path)).not.toContain('/etc/passwd');
  });
});
