import { beforeEach, expect, test } from 'vitest';
import { type CorefileMigrateInput, corefileMigrate } from '../../src/operations/corefile-migrate.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const namespace = 'kube-system';
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'coredns', namespace };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'coredns', namespace };
const input: CorefileMigrateInput = {
  via: { kubeconfig: '/admin.conf' },
  configMap,
  deployment,
  key: 'Corefile',
  backupKey: 'Corefile-backup',
  corefile: 'new',
  backup: 'old',
};
let context: TestContext;

beforeEach(() => {
  context = operationContext();
  context.host.kube.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace },
    data: { Corefile: 'old', 'own.db': 'x' },
  });
});

function putDeployment() {
  const items = [
    { key: 'Corefile', path: 'Corefile' },
    { key: 'own.db', path: 'own.db' },
  ];
  const volumes = [{ name: 'config-volume', configMap: { name: 'coredns', items } }, { name: 'tmp' }];
  context.host.kube.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace },
    spec: { template: { spec: { containers: [], volumes } } },
  });
}

test('the old Corefile is kept and read until the new Deployment comes; what else is there stays', async () => {
  putDeployment();
  expect((await corefileMigrate.look!(input, context)).verdict).toBe('do');
  await corefileMigrate.act(input, context);
  expect(context.host.kube.stored(configMap)!['data']).toEqual({
    Corefile: 'new',
    'Corefile-backup': 'old',
    'own.db': 'x',
  });
  const { template } = context.host.kube.stored(deployment)!['spec'] as {
    readonly template: { readonly spec: { readonly volumes: unknown } };
  };
  expect(template.spec.volumes).toEqual([
    {
      name: 'config-volume',
      configMap: {
        name: 'coredns',
        items: [
          { key: 'Corefile-backup', path: 'Corefile' },
          { key: 'own.db', path: 'own.db' },
        ],
      },
    },
    { name: 'tmp' },
  ]);
  expect((await corefileMigrate.look!(input, context)).verdict).toBe('keep');
});

test('without a Deployment of that name only the ConfigMap changes', async () => {
  await corefileMigrate.act(input, context);
  expect(context.host.kube.stored(configMap)!['data']).toMatchObject({ Corefile: 'new', 'Corefile-backup': 'old' });
});

test('an API server that cannot be asked is not taken for one without a Corefile', async () => {
  context.host.kube.down = true;
  expect((await corefileMigrate.look!(input, context)).verdict).toBe('unknown');
});
