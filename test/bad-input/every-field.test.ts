import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { ConfigError, type Issue } from '../../src/errors.ts';
import type { Json, JsonObject } from '../../src/plan/json.ts';
import { formatPath } from '../../src/spec/field-path.ts';
import { loadAny } from '../../src/spec/load-any.ts';
import { kubeletConfiguration, kubeProxyConfiguration } from '../../src/spec/schema/component-configs.ts';
import { joinConfiguration } from '../../src/spec/schema/join.ts';
import { resetConfiguration } from '../../src/spec/schema/reset.ts';
import { upgradeConfiguration } from '../../src/spec/schema/upgrade.ts';
import {
  clusterConfigurationV1beta3,
  initConfigurationV1beta3,
  joinConfigurationV1beta3,
} from '../../src/spec/schema/v1beta3.ts';
import { clusterConfiguration, initConfiguration } from '../../src/spec/schema/v1beta4.ts';
import { toYaml } from '../../src/spec/yaml-write.ts';
import { cluster } from './bad-input.ts';
import { type Field, type FieldKind, fieldsOf } from './schema-fields.ts';

/** Every field of every schema, with every sort of value that it cannot have: refused, and named with its line. */

const documents: readonly (readonly [string, string, z.ZodType])[] = [
  ['kubeadm.k8s.io/v1beta4', 'InitConfiguration', initConfiguration],
  ['kubeadm.k8s.io/v1beta4', 'ClusterConfiguration', clusterConfiguration],
  ['kubeadm.k8s.io/v1beta4', 'JoinConfiguration', joinConfiguration],
  ['kubeadm.k8s.io/v1beta4', 'ResetConfiguration', resetConfiguration],
  ['kubeadm.k8s.io/v1beta4', 'UpgradeConfiguration', upgradeConfiguration],
  ['kubeadm.k8s.io/v1beta3', 'InitConfiguration', initConfigurationV1beta3],
  ['kubeadm.k8s.io/v1beta3', 'ClusterConfiguration', clusterConfigurationV1beta3],
  ['kubeadm.k8s.io/v1beta3', 'JoinConfiguration', joinConfigurationV1beta3],
  ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration', kubeletConfiguration],
  ['kubeproxy.config.k8s.io/v1alpha1', 'KubeProxyConfiguration', kubeProxyConfiguration],
];

/** A value of each sort. */
const samples: { readonly [sort: string]: Json } = {
  text: 'a',
  flag: true,
  number: 1,
  fraction: 1.5,
  list: ['a'],
  mapping: { 'some-key': { a: 'b' } },
};

const fits: { readonly [kind in FieldKind]: readonly string[] } = {
  text: ['text'],
  flag: ['flag'],
  number: ['number'],
  fraction: ['number', 'fraction'],
  'text or number': ['text', 'number', 'fraction'],
  list: ['list'],
  mapping: ['mapping'],
};

function holding(path: Field['path'], value: Json): Json {
  return path.reduceRight<Json>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}

function issuesOf(text: string): readonly Issue[] {
  const document = { file: 'kubeadm.yaml', text };
  try {
    loadAny({ program: 'tsadm', document, allowDeprecated: true, allowExperimental: false });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
}

describe.each(documents)('%s %s', (apiVersion, kind, schema) => {
  const fields = fieldsOf(schema).filter(({ path }) => path[0] !== 'apiVersion' && path[0] !== 'kind');
  const beside = kind.startsWith('Kube') ? `${cluster('')}---\n` : '';
  const lead = beside.split('\n').length - 1;

  test.each(fields.map((field) => [formatPath(field.path), field] as const))('%s', (name, field) => {
    const wrong = Object.keys(samples).filter((sort) => !fits[field.kind].includes(sort));
    for (const sort of wrong) {
      const fieldText = toYaml(holding(field.path, samples[sort]!) as JsonObject);
      const issues = issuesOf(`${beside}apiVersion: ${apiVersion}\nkind: ${kind}\n${fieldText}`);
      const named = issues.filter(({ path, message }) => path === name && message.startsWith('expected '));
      expect(named, `${name} with ${sort}: ${JSON.stringify(issues)}`).toHaveLength(1);
      // The value stands in the line of its innermost key, below as many keys as its path has.
      const depth = field.path.filter((step) => typeof step === 'string').length;
      const last = field.path[field.path.length - 1];
      expect(named[0]?.line).toBe(lead + 2 + depth + (typeof last === 'number' ? 1 : 0));
    }
  });
});
