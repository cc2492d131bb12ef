import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonSchemas } from '../../scripts/json-schemas.ts';
import type { JsonObject } from '../../src/plan/json.ts';
import { parseYaml } from '../../src/spec/yaml-read.ts';
import { run } from '../commands/run.ts';

/** What was published, as others read it. */
const schema = z.fromJSONSchema(JSON.parse(jsonSchemas().get('configuration.json')!));

describe('the published schema of configuration documents', () => {
  test.each([
    'init-defaults --component-configs KubeletConfiguration,KubeProxyConfiguration',
    'join-defaults',
    'reset-defaults',
    'upgrade-defaults',
  ])('takes what config print %s prints', async (words) => {
    const { out } = await run(`config print ${words}`);
    const documents = out.split(/^---$/m).map((text) => parseYaml(text));
    for (const document of documents) expect(schema.safeParse(document).error).toBeUndefined();
  });

  const kubernetes = { apiVersion: 'kubeadm.k8s.io/v1beta4' };
  test.each<[string, JsonObject]>([
    ['an unknown field', { ...kubernetes, kind: 'ClusterConfiguration', clusterNmae: 'x' }],
    ['a wrong type', { ...kubernetes, kind: 'InitConfiguration', localAPIEndpoint: { bindPort: '6443' } }],
    ['an unknown kind', { ...kubernetes, kind: 'ClusterConfig' }],
    ['no kind', { apiVersion: 'kubeadm.k8s.io/v1beta4' }],
  ])('refuses %s', (_, document) => {
    expect(schema.safeParse(document).success).toBe(false);
  });

  test('says what fields are for', () => {
    const { oneOf } = JSON.parse(jsonSchemas().get('configuration.json')!);
    const cluster = oneOf.find(({ title }: { title: string }) => title === 'ClusterConfiguration');
    expect(cluster.properties.controlPlaneEndpoint.description).toMatch(/^Lasting name/);
    expect(JSON.stringify(cluster.properties.networking)).toContain('Address range of Pods');
  });
});
