import { expect, test } from 'vitest';
import type * as z from 'zod';
import type { Json, JsonObject } from '../../../src/plan/json.ts';
import type { Path } from '../../../src/spec/field-path.ts';
import { fieldNames } from '../../../src/spec/schema/field-names.ts';
import { clusterConfiguration, initConfiguration } from '../../../src/spec/schema/v1beta4.ts';
import { readYaml } from '../../../src/spec/yaml-read.ts';
import { externalEtcdConfiguration, fullConfiguration } from '../full-configuration.ts';

/** Fields that rules refuse in every use, or that only the API server and etcd show. */
const notInFull = [
  'bootstrapTokens[].expires',
  'valueFrom.configMapKeyRef',
  'valueFrom.secretKeyRef',
  'valueFrom.fieldRef.apiVersion',
];

test.each([
  ['InitConfiguration', initConfiguration],
  ['ClusterConfiguration', clusterConfiguration],
] as const)('the full configurations have every field of %s', (_, schema) => {
  const documents = [fullConfiguration, externalEtcdConfiguration].flatMap((text) => readYaml(text, '').documents);
  const used = new Set(documents.flatMap(({ value }) => fieldsOf(value, '')));
  // What components have in common is one piece of schema; one component showing it is enough.
  const shown = (field: string): boolean =>
    used.has(field) || [...used].some((other) => shared(other) !== undefined && shared(other) === shared(field));
  const missing = knownFields(schema, [], '').filter((field) => !shown(field));
  expect(missing.filter((field) => !notInFull.some((known) => field.includes(known)))).toEqual([]);
});

function shared(field: string): string | undefined {
  return /(?:extraArgs|extraVolumes|extraEnvs)\[\].*$/.exec(field)?.[0];
}

function knownFields(schema: z.ZodType, path: Path, text: string): readonly string[] {
  const inItems = fieldNames(schema, [...path, 0]).length > 0;
  const [at, name] = inItems ? [[...path, 0], `${text}[]`] : [path, text];
  return fieldNames(schema, at).flatMap((field) => {
    const child = name === '' ? field : `${name}.${field}`;
    return [child, ...knownFields(schema, [...at, field], child)];
  });
}

function fieldsOf(value: Json, text: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item as Json, `${text}[]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value as JsonObject).flatMap(([field, item]) => {
    const child = text === '' ? field : `${text}.${field}`;
    return [child, ...fieldsOf(item ?? null, child)];
  });
}
