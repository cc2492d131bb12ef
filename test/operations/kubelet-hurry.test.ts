import { beforeEach, expect, test } from 'vitest';
import { kubeletHurry } from '../../src/operations/kubelet-hurry.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const bootstrap = { kubeconfig: '/etc/kubernetes/bootstrap-kubelet.conf' };
const certificate = '/var/lib/kubelet/pki/kubelet-client-current.pem';
const input = { bootstrap, certificate, limitMs: 30_000 };

let context: TestContext;
beforeEach(() => {
  context = operationContext({ host: memoryHost({ files: { [bootstrap.kubeconfig]: 'x' } }) });
  context.host.kube.down = true;
});

const restarts = () => context.said.filter((line) => line.includes('started again')).length;

test('a kubelet that waits when its API server is up is started again, once', async () => {
  context.host.clock.sleep(5_000).then(() => {
    context.host.kube.down = false;
  });
  await kubeletHurry.act(input, context);
  expect(restarts()).toBe(1);
  expect(context.host.clock.monotonic()).toBeGreaterThanOrEqual(5_000);
});

test('a token that the API server does not know yet is no reason', async () => {
  context.host.kube.down = false;
  context.host.kube.fail({ verb: 'create' }, 401, 'Unauthorized', 10);
  await kubeletHurry.act(input, context);
  expect(restarts()).toBe(1);
  expect(context.host.clock.monotonic()).toBeGreaterThanOrEqual(1_000);
});

test('a kubelet that has its certificate is left alone', async () => {
  context.host.clock.sleep(400).then(async () => {
    await context.host.files.write(certificate, 'pem', { mode: 0o600, directoryMode: 0o755 });
    context.host.kube.down = false;
  });
  await kubeletHurry.act(input, context);
  expect(restarts()).toBe(0);
});

test('an API server that does not come is left to the wait beside it', async () => {
  await kubeletHurry.act(input, context);
  expect(restarts()).toBe(0);
});
