import { expect, test } from 'vitest';
import { addon } from '../../src/phases/upgrade/addon.ts';
import { refKey } from '../../src/plan/api-object.ts';
import { listKey } from '../../src/plan/facts.ts';
import type { KubeObject } from '../../src/plan/json.ts';
import { dnsConfigMap, dnsDeployments } from '../../src/spec/corefile/installed-dns.ts';
import type { UpgradeSpec } from '../../src/spec/upgrade-spec.ts';
import { corefiles } from '../equivalence/live/corefiles.ts';
import { installedCoreDns } from '../observe/preflight/installed-core-dns.ts';
import { upgradingSpec } from '../observe/preflight/upgrading-spec.ts';
import { planOf, type Seen } from './phase-context.ts';

const coredns = addon.children!.find(({ name }) => name === 'coredns')!;
const deploymentKey = 'Deployment.apps/kube-system/coredns';
const plain: UpgradeSpec = upgradingSpec();
const spec = { ...plain, nodeRegistration: { ...plain.nodeRegistration, name: 'cp1' } };
const textOf = (name: string) => corefiles.find((corefile) => corefile.name === name)!.text;

function seenOf(objects: readonly KubeObject[]): Seen {
  const [map, deployment] = objects;
  return {
    objects: {
      [refKey(dnsConfigMap)]: map === undefined ? { state: 'absent' } : { state: 'present', object: map },
      [deploymentKey]: deployment === undefined ? { state: 'absent' } : { state: 'present', object: deployment },
    },
    lists: { [listKey(dnsDeployments)]: { state: 'present', objects: deployment === undefined ? [] : [deployment] } },
  };
}

/** `policy Kind` of objects, and names of operations, in order. */
function effectsOf(seen: Seen): readonly string[] {
  return planOf(coredns, spec, seen).effects.map((effect) => {
    if (effect.kind === 'call') return effect.operation;
    return effect.kind === 'apply' ? `${effect.object.policy} ${effect.object.object.kind}` : effect.kind;
  });
}

const rest = ['converge ClusterRole', 'converge ClusterRoleBinding', 'converge ServiceAccount'];

test('a Corefile that somebody changed stays', () => {
  const seen = seenOf(installedCoreDns('v1.13.1', textOf('a stub domain of its own')));
  expect(effectsOf(seen)).toEqual(['create-if-absent ConfigMap', ...rest, 'converge Deployment', 'converge Service']);
});

test('an older default gives way, and what it says of its own is told', () => {
  const seen = seenOf(installedCoreDns('v1.11.1', textOf('an older default that forwards elsewhere')));
  expect(effectsOf(seen)[0]).toBe('converge ConfigMap');
  expect(planOf(coredns, spec, seen).notes).toContainEqual({
    level: 'warning',
    text: expect.stringContaining('"forward . 10.0.0.2"'),
  });
  const usual = seenOf(installedCoreDns('1.6.7', textOf('the default of 1.18')));
  expect(planOf(coredns, spec, usual).notes!.filter(({ level }) => level === 'warning')).toEqual([]);
});

test('a Corefile that must be migrated is, before the new Deployment', () => {
  const seen = seenOf(installedCoreDns('1.6.2', textOf('options that were removed')));
  expect(effectsOf(seen)).toEqual([
    'converge ConfigMap',
    'old-corefile-hold',
    ...rest,
    'converge Deployment',
    'converge Service',
  ]);
  const { effects, notes } = planOf(coredns, spec, seen);
  expect(effects[0]).toMatchObject({
    object: { object: { data: { 'Corefile-backup': textOf('options that were removed') } } },
  });
  // Neither is done together with what rests on it.
  expect(new Set(effects.slice(0, 3).map(({ group = '' }) => group)).size).toBe(3);
  expect(new Set(effects.map(({ id }) => id)).size).toBe(effects.length);
  expect(notes![0]!.text).toContain('of kubernetes.upstream (removed in 1.7.0), kubernetes.resyncperiod (removed');
});

test('one that cannot be migrated stays, with the CoreDNS that reads it', () => {
  const seen = seenOf(installedCoreDns('v1.6.2', textOf('options that were removed')));
  expect(effectsOf(seen)).toEqual([
    'create-if-absent ConfigMap',
    ...rest,
    'create-if-absent Deployment',
    'converge Service',
  ]);
  expect(planOf(coredns, spec, seen).notes![0]).toMatchObject({ level: 'warning' });
});

test('an unknown release is refused before anything is done', () => {
  const plan = planOf(coredns, spec, seenOf(installedCoreDns('v1.11.3-own')));
  expect(plan.effects).toEqual([]);
  expect(plan.refusals).toEqual([expect.stringMatching(/1\.11\.3-own.*--skip-phases=addon\/coredns/)]);
});

test('what could not be seen is replaced by nothing', () => {
  const unseen: Seen = { lists: { [listKey(dnsDeployments)]: { state: 'unknown', why: 'connection refused' } } };
  expect(effectsOf(unseen)).toContain('create-if-absent Deployment');
  expect(effectsOf({ objects: { [refKey(dnsConfigMap)]: { state: 'unknown', why: 'x' } } })).toContain(
    'create-if-absent ConfigMap',
  );
});

test('a Deployment that an interrupted migration let read the old Corefile reads the new one', () => {
  const [map, deployment] = installedCoreDns('1.6.2') as [KubeObject, KubeObject];
  const { template } = deployment['spec'] as { readonly template: { readonly spec: object } };
  const items = [{ key: 'Corefile-backup', path: 'Corefile' }];
  const volumes = [{ name: 'config-volume', configMap: { name: 'coredns', items } }];
  const object = { ...deployment, spec: { template: { spec: { ...template.spec, volumes } } } } as KubeObject;
  const { effects } = planOf(coredns, spec, seenOf([map, object]));
  const applied = effects.find(({ id }) => id.includes('Deployment'));
  expect(JSON.stringify(applied?.kind === 'apply' && applied.object.object)).toContain(
    '"items":[{"key":"Corefile","path":"Corefile"}]',
  );
});
