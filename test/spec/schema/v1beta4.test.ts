import { expect, test } from 'vitest';
import type { Path } from '../../../src/spec/field-path.ts';
import { valueAt } from '../../../src/spec/schema/check.ts';
import { fieldNames } from '../../../src/spec/schema/field-names.ts';
import { clusterConfiguration, initConfiguration } from '../../../src/spec/schema/v1beta4.ts';
import { readYaml } from '../../../src/spec/yaml-read.ts';
import { externalEtcdConfiguration, fullConfiguration } from '../full-configuration.ts';

const [init, cluster] = readYaml(fullConfiguration, '').documents.map(({ value }) => value);
const [external] = readYaml(externalEtcdConfiguration, '').documents.map(({ value }) => value);

/** Fields that are alternatives of each other or refused by a rule. */
const elsewhere = [
  'bootstrapTokens[0].expires',
  ...['apiServer', 'controllerManager', 'scheduler', 'etcd.local'].flatMap((component) =>
    ['configMapKeyRef', 'secretKeyRef'].map((source) => `${component}.extraEnvs[0].valueFrom.${source}`),
  ),
];

test.each([
  ['InitConfiguration', initConfiguration, init],
  ['ClusterConfiguration', clusterConfiguration, cluster],
] as const)('the full configuration has every field of %s', (_, schema, document) => {
  const missing: string[] = [];
  const visit = (path: Path): void => {
    for (const name of fieldNames(schema, path)) {
      const field = [...path, name];
      const text = field.join('.').replaceAll(/\.(\d+)/g, '[$1]');
      const values = [document, external].map((one) => valueAt(one, field));
      if (values.every((value) => value === undefined) && !elsewhere.includes(text) && !text.includes('valueFrom')) {
        missing.push(text);
      }
      visit(field);
      if (fieldNames(schema, [...field, 0]).length > 0 && Array.isArray(valueAt(document, field))) visitItems(field);
    }
  };
  const visitItems = (field: Path): void => {
    const items = valueAt(document, field) as readonly unknown[];
    const known = fieldNames(schema, [...field, 0]);
    const used = new Set(items.flatMap((item) => Object.keys(item as object)));
    if (items.length > 0)
      missing.push(...known.filter((name) => !used.has(name)).map((name) => `${field.join('.')}.${name}`));
  };
  visit([]);
  expect(missing.filter((name) => !/expires$|extraEnvs\.value/.test(name))).toEqual([]);
});
