import { expect, test } from 'vitest';
import { checkEtcd } from '../../../src/phases/join/check-etcd.ts';
import { etcdJoin } from '../../../src/phases/join/etcd-join.ts';
import type { EtcdMemberFact, Facts } from '../../../src/plan/facts.ts';
import type { Plan } from '../../../src/plan/phase.ts';
import { contextOf, idsOf, planOf } from '../phase-context.ts';
import { externalEtcd, joiningSpec } from './joining-spec.ts';

const spec = joiningSpec();
const admin = { '/etc/kubernetes/admin.conf': 'x' };
const cp1: EtcdMemberFact = {
  id: 'a1',
  name: 'cp1',
  peerUrls: ['https://10.0.0.10:2380'],
  clientUrls: ['https://10.0.0.10:2379'],
  learner: false,
};
const own: EtcdMemberFact = { id: 'b2', name: '', peerUrls: ['https://10.0.0.11:2380'], clientUrls: [], learner: true };

function seeing(...members: readonly EtcdMemberFact[]): { readonly etcd: NonNullable<Facts['etcd']> } {
  return { etcd: { state: 'present', members } };
}

function manifestOf({ effects: [effect] }: Plan): string {
  const content = effect?.kind === 'write' ? effect.artifact.files[0]!.content : undefined;
  if (content?.kind === 'described') return content.as;
  return content?.kind === 'text' ? content.text : '';
}

test('the folder, then the member, under the name of the node and by its peer URL; a failure takes it back', () => {
  const plan = planOf(etcdJoin, spec, seeing(cp1));
  expect(idsOf(plan)).toEqual(['call etcd-join:data-directory', 'call etcd-join:add']);
  expect(plan.effects[1]).toMatchObject({
    operation: 'etcd-member-add',
    undoOnFailure: true,
    input: {
      node: 'cp2',
      peerUrl: 'https://10.0.0.11:2380',
      clientUrl: 'https://10.0.0.11:2379',
      dataDir: '/var/lib/etcd',
      timeoutMs: 120_000,
      access: {
        via: { kubeconfig: '/etc/kubernetes/admin.conf' },
        caFile: '/etc/kubernetes/pki/etcd/ca.crt',
        certFile: '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
        keyFile: '/etc/kubernetes/pki/etcd/healthcheck-client.key',
      },
    },
  });
});

test('the manifest names every member in the order of the list, this one by its node, others that have not started by id', () => {
  const other = { ...own, id: 'c3', peerUrls: ['https://10.0.0.12:2380'] };
  const manifest = manifestOf(planOf(etcdJoin, spec, { ...seeing(cp1, own, other), files: admin }, 1));
  expect(manifest).toContain(
    '--initial-cluster=cp1=https://10.0.0.10:2380,cp2=https://10.0.0.11:2380,c3=https://10.0.0.12:2380',
  );
  expect(manifest).toContain('--initial-cluster-state=existing');
  expect(manifest).toContain('--name=cp2');
});

test('before anything is done, the manifest is foreseen', () => {
  expect(manifestOf(planOf(etcdJoin, spec, { ...seeing(cp1), files: admin }, 1))).toContain(
    '--initial-cluster=cp1=https://10.0.0.10:2380,cp2=https://10.0.0.11:2380',
  );
  const unseen = { etcd: { state: 'unknown', why: 'admin.conf is not there yet' } } as const;
  const plan = planOf(etcdJoin, spec, unseen, 1);
  expect(manifestOf(plan)).toContain('the members that the cluster then has');
  expect(plan.refusals ?? []).toEqual([]);
});

test('nothing is written while the members cannot be seen', () => {
  const unseen = { etcd: { state: 'unknown', why: 'no endpoint answers' }, files: admin } as const;
  expect(planOf(etcdJoin, spec, unseen, 1)).toMatchObject({
    effects: [],
    refusals: [expect.stringContaining('no endpoint answers')],
  });
});

test('a member that has started keeps the manifest it started with', () => {
  const started = { ...own, name: 'cp2', clientUrls: ['https://10.0.0.11:2379'] };
  const files = { ...admin, '/etc/kubernetes/manifests/etcd.yaml': 'as it was' };
  expect(planOf(etcdJoin, spec, { ...seeing(cp1, started), files }, 1).effects).toEqual([]);
  expect(planOf(etcdJoin, spec, { ...seeing(cp1, started), files: admin }, 1).effects).toHaveLength(1);
});

test('the vote is the point of no return', () => {
  const plan = planOf(etcdJoin, spec, seeing(cp1, own), 2);
  expect(idsOf(plan)).toEqual(['call etcd-join:promote']);
  expect(plan.effects[0]).toMatchObject({ operation: 'etcd-member-promote', commit: true });
});

test('an external etcd is neither looked at nor joined', () => {
  const external = joiningSpec({ cluster: { etcd: externalEtcd } });
  expect(etcdJoin.looks!(external)).toEqual([]);
  for (const step of [0, 1, 2]) expect(planOf(etcdJoin, external, {}, step).effects).toEqual([]);
  expect(planOf(etcdJoin, external).notes).toHaveLength(1);
  expect(planOf(checkEtcd, external).effects).toEqual([]);
});

test('all members are asked how they are; from 1.37 on a quorum is enough', () => {
  expect(planOf(checkEtcd, spec).effects[0]).toMatchObject({ operation: 'etcd-check', input: { need: 'all' } });
  const newer = joiningSpec({ cluster: { kubernetesVersion: 'v1.37.0' } });
  expect(planOf(checkEtcd, newer).effects[0]).toMatchObject({ input: { need: 'quorum' } });
});

test('workers have none of it', () => {
  const worker = joiningSpec({ controlPlane: false });
  expect(etcdJoin.runIf!(worker)).toBe(false);
  expect(checkEtcd.runIf!(worker)).toBe(false);
  expect(etcdJoin.runIf!(spec)).toBe(true);
  expect(contextOf(etcdJoin, worker).facts.etcd).toBeUndefined();
});
