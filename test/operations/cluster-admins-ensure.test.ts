import { beforeEach, expect, test } from 'vitest';
import { type ClusterAdminsInput, clusterAdminsEnsure } from '../../src/operations/cluster-admins-ensure.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const ref = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', name: 'kubeadm:cluster-admins' };
const input: ClusterAdminsInput = {
  admin: { kubeconfig: '/admin.conf' },
  superAdmin: { kubeconfig: '/super-admin.conf' },
  binding: { apiVersion: ref.apiVersion, kind: ref.kind, metadata: { name: ref.name } },
};
let context: TestContext;

beforeEach(() => {
  context = operationContext();
});

/** admin.conf has rights as soon as the binding is there, as in a real cluster. */
function withRbac() {
  const forbidden = { kubeconfig: '/admin.conf' };
  context.host.kube.forbidden.push(forbidden);
  context.host.kube.onRequest = () => {
    if (context.host.kube.stored(ref) !== undefined) context.host.kube.forbidden.length = 0;
  };
}

test('a new cluster: super-admin makes the binding, then admin is waited for', async () => {
  withRbac();
  expect((await clusterAdminsEnsure.look!(input, context)).verdict).toBe('create');
  await clusterAdminsEnsure.act(input, context);
  expect(context.host.kube.stored(ref)).toBeDefined();
  expect((await clusterAdminsEnsure.look!(input, context)).verdict).toBe('keep');
});

test('admin with rights makes it itself; one that is there is fine', async () => {
  await clusterAdminsEnsure.act(input, context);
  await clusterAdminsEnsure.act(input, context);
  expect(context.host.kube.stored(ref)).toBeDefined();
  expect(context.said).toEqual([]);
});

test('a server that is not up yet is tried again', async () => {
  context.host.kube.fail({ verb: 'create' }, 503, 'ServiceUnavailable', 4);
  await clusterAdminsEnsure.act(input, context);
  expect(context.host.clock.sleeps).toHaveLength(4);
});

test('without rights and without super-admin.conf it says so', async () => {
  withRbac();
  await context.host.files.remove('/super-admin.conf');
  await expect(clusterAdminsEnsure.act(input, context)).rejects.toThrow('/super-admin.conf');
});

test('before the cluster exists it is to be made', async () => {
  await context.host.files.remove('/admin.conf');
  expect((await clusterAdminsEnsure.look!(input, context)).verdict).toBe('create');
  context.host.files.put('/admin.conf', 'x');
  context.host.kube.down = true;
  expect((await clusterAdminsEnsure.look!(input, context)).verdict).toBe('unknown');
});
