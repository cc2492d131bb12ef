import { expect, test } from 'vitest';
import {
  holdsMembershipLease,
  type LeaseRequest,
  releaseMembershipLease,
  takeMembershipLease,
  whileRenewing,
} from '../../src/operations/membership-lease.ts';
import { access, joiningMachine } from './etcd-cluster.ts';

const ref = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'tsadm-etcd-membership',
};
const cp2: LeaseRequest = { via: access.via, node: 'cp2', peerUrl: 'https://10.0.0.2:2380', waitMs: 60_000 };
const cp3: LeaseRequest = { via: access.via, node: 'cp3', peerUrl: 'https://10.0.0.3:2380', waitMs: 60_000 };

test('the lease says who has it, for how long and about which member, and goes when it is given back', async () => {
  const context = joiningMachine();
  const lease = await takeMembershipLease(cp2, context);
  expect(lease.abandoned).toEqual([]);
  expect(context.host.kube.stored(ref)).toMatchObject({
    metadata: { annotations: { 'tsadm/etcd-peer-url': 'https://10.0.0.2:2380' } },
    spec: {
      holderIdentity: 'cp2',
      leaseDurationSeconds: 15,
      renewTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    },
  });
  expect(await holdsMembershipLease(cp2, context)).toBe(true);
  expect(await holdsMembershipLease(cp3, context)).toBe(false);
  await lease.release();
  expect(context.host.kube.stored(ref)).toBeUndefined();
  expect(await holdsMembershipLease(cp2, context)).toBe(false);
});

test('the same node goes on with its lease at once, as after a kill', async () => {
  const context = joiningMachine();
  await takeMembershipLease(cp2, context);
  await takeMembershipLease(cp2, context);
  expect(context.host.clock.sleeps).toEqual([]);
});

test('another node waits until it is given back', async () => {
  const context = joiningMachine();
  const lease = await takeMembershipLease(cp2, context);
  let given = false;
  const waiting = takeMembershipLease(cp3, context).then((taken) => {
    expect(given).toBe(true);
    return taken;
  });
  await context.host.clock.sleep(5_000);
  given = true;
  await lease.release();
  expect((await waiting).abandoned).toEqual([]);
  expect(context.said).toEqual(['waiting for node cp2, which changes the membership of etcd']);
});

test('a lease that is renewed is never taken; after a while the waiting node gives up with exit code 12', async () => {
  const context = joiningMachine();
  await takeMembershipLease(cp2, context);
  await whileRenewing(cp2, context, async () => {
    await expect(takeMembershipLease(cp3, context)).rejects.toMatchObject({
      exitCode: 12,
      message: expect.stringContaining('node cp2'),
    });
  });
});

test('a lease that nobody renews is taken over, and its learner is known to be abandoned until it is cleared away', async () => {
  const context = joiningMachine();
  await takeMembershipLease(cp2, context);
  const lease = await takeMembershipLease(cp3, context);
  expect(lease.abandoned).toEqual(['https://10.0.0.2:2380']);
  expect(context.host.clock.monotonic()).toBeGreaterThanOrEqual(15_000);

  // cp3 dies too: the next one knows of both.
  const cp4 = { ...cp3, node: 'cp4', peerUrl: 'https://10.0.0.4:2380' };
  const next = await takeMembershipLease(cp4, context);
  expect(next.abandoned).toEqual(['https://10.0.0.2:2380', 'https://10.0.0.3:2380']);
  await next.clearAbandoned();
  expect((await takeMembershipLease(cp4, context)).abandoned).toEqual([]);
});

test('who comes back to take a lease over it is no longer abandoned', async () => {
  const context = joiningMachine();
  await takeMembershipLease(cp2, context);
  await takeMembershipLease(cp3, context);
  expect((await takeMembershipLease(cp2, context)).abandoned).toEqual(['https://10.0.0.3:2380']);
});

test('two nodes that want it in the same moment get it one after the other', async () => {
  const context = joiningMachine();
  let holders = 0;
  const take = async (request: LeaseRequest) => {
    const lease = await takeMembershipLease(request, context);
    holders += 1;
    expect(holders).toBe(1);
    await context.host.clock.sleep(1_000);
    holders -= 1;
    await lease.release();
  };
  await Promise.all([take(cp2), take(cp3)]);
});

test('giving back what somebody else has by now leaves it alone', async () => {
  const context = joiningMachine();
  await takeMembershipLease(cp2, context);
  await takeMembershipLease(cp3, context);
  await releaseMembershipLease(cp2, context);
  expect(await holdsMembershipLease(cp3, context)).toBe(true);
});
