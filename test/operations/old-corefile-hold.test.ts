import { expect, test } from 'vitest';
import { type OldCorefileHoldInput, oldCorefileHold } from '../../src/operations/old-corefile-hold.ts';
import { operationContext } from './operation-context.ts';

const namespace = 'kube-system';
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'coredns', namespace };
const input: OldCorefileHoldInput = {
  via: { kubeconfig: '/admin.conf' },
  configMap: 'coredns',
  deployment,
  key: 'Corefile',
  backupKey: 'Corefile-backup',
};
const volume = (key: string) => ({
  name: 'config-volume',
  configMap: {
    name: 'coredns',
    items: [
      { key, path: 'Corefile' },
      { key: 'own.db', path: 'own.db' },
    ],
  },
});

function contextWith(...volumes: readonly object[]) {
  const context = operationContext();
  context.host.kube.put({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace },
    spec: { template: { spec: { containers: [], volumes: volumes as never } } },
  });
  return context;
}

test('the old Corefile is read where the new one would be; other files and volumes stay', async () => {
  const context = contextWith(volume('Corefile'), { name: 'tmp' });
  expect((await oldCorefileHold.look!(input, context)).verdict).toBe('do');
  await oldCorefileHold.act(input, context);
  const { template } = context.host.kube.stored(deployment)!['spec'] as {
    readonly template: { readonly spec: { readonly volumes: unknown } };
  };
  expect(template.spec.volumes).toEqual([volume('Corefile-backup'), { name: 'tmp' }]);
  expect((await oldCorefileHold.look!(input, context)).verdict).toBe('keep');
});

test('without a Deployment, or with one that mounts the whole ConfigMap, nothing is held', async () => {
  const without = operationContext();
  await oldCorefileHold.act(input, without);
  const whole = contextWith({ name: 'config-volume', configMap: { name: 'coredns' } });
  await oldCorefileHold.act(input, whole);
  for (const context of [without, whole]) {
    expect((await oldCorefileHold.look!(input, context)).verdict).toBe('keep');
    expect(context.host.kube.requests.filter((line) => line.startsWith('patch'))).toEqual([]);
  }
});

test('an API server that cannot be asked is not taken for one without a Deployment', async () => {
  const context = contextWith(volume('Corefile'));
  context.host.kube.down = true;
  expect((await oldCorefileHold.look!(input, context)).verdict).toBe('unknown');
});
