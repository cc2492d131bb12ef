import { describe, expect, it } from 'vitest';
import { etcdMemberRemove } from '../../src/operations/etcd-member-remove.ts';
import { controlPlane, withThreeMembers } from '../workflows/reset-machine.ts';
import { access } from './etcd-cluster.ts';
import { operationContext, type TestContext } from './operation-context.ts';

const input = {
  access,
  node: 'cp1',
  peerUrl: 'https://10.0.0.1:2380',
  clientUrls: ['https://10.0.0.1:2379'],
  dataDir: '/var/lib/etcd',
  alone: true,
  force: false,
  timeoutMs: 20_000,
};

const one = (): TestContext => operationContext({ host: controlPlane() });
const three = (): TestContext => operationContext({ host: withThreeMembers(controlPlane()) });
const dead = (context: TestContext, ...indexes: readonly number[]) => {
  for (const index of indexes) context.host.etcd.dead.add(`https://10.0.0.${index}:2379`);
};

describe('what a removal amounts to', () => {
  it.each([
    ['of the only member: nothing, its data go with it', one, 'keep', 'only member'],
    ['of one of three', three, 'do', 'cp1'],
  ])('%s', async (_, context, verdict, reason) => {
    const judgement = await etcdMemberRemove.look!(input, context());
    expect(judgement).toMatchObject({ verdict, reason: expect.stringContaining(reason) });
  });

  it('is refused when the others would have no quorum, with what to do', async () => {
    const context = three();
    dead(context, 3);
    const judgement = await etcdMemberRemove.look!({ ...input, force: true }, context);
    expect(judgement).toMatchObject({ verdict: 'refuse', reason: expect.stringContaining('lose its quorum') });
    expect(judgement.reason).toContain('cp3');
    expect(judgement.reason).toContain('etcdctl member remove');
  });

  it('is right for one of two, when the other is well', async () => {
    const context = three();
    context.host.etcd.members.pop();
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'do' });
    dead(context, 2);
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'refuse' });
  });

  it('is refused for the only voter beside a learner, and right for a learner beside dead voters', async () => {
    const context = three();
    const { etcd } = context.host;
    etcd.members = etcd.members.slice(0, 2).map((member) => ({ ...member, learner: member.id === '2' }));
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'refuse' });
    etcd.members = etcd.members.map((member) => ({ ...member, learner: member.id === '1' }));
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'do' });
  });

  it('is nothing when the member is out already', async () => {
    const context = three();
    context.host.etcd.members = context.host.etcd.members.slice(1);
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'keep' });
  });

  it('is a question for a person when nobody can be asked, and unknown with --force', async () => {
    const context = three();
    dead(context, 1, 2, 3);
    await expect(etcdMemberRemove.look!(input, context)).rejects.toMatchObject({
      kind: 'decision',
      exitCode: 10,
      hint: expect.stringContaining('--force'),
    });
    expect(await etcdMemberRemove.look!({ ...input, force: true }, context)).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringContaining('goes on only with --force'),
    });
  });

  it('is nothing when a first member has no data yet', async () => {
    const context = one();
    dead(context, 1);
    await context.host.files.removeContents('/var/lib/etcd');
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'keep' });
    await expect(etcdMemberRemove.look!({ ...input, alone: false }, context)).rejects.toMatchObject({ exitCode: 10 });
  });

  it('is seen through the API server when this node’s member does not answer', async () => {
    const context = three();
    dead(context, 1);
    expect(await etcdMemberRemove.look!(input, context)).toMatchObject({ verdict: 'do' });
  });
});

describe('removing', () => {
  it('works without an API server, and so without the lease', async () => {
    const context = three();
    await context.host.files.remove('/etc/kubernetes/admin.conf');
    await etcdMemberRemove.act(input, context);
    expect(context.host.etcd.members.map(({ name }) => name)).toEqual(['cp2', 'cp3']);
    expect(context.said.join()).toContain('without the lease');
  });

  it('is tried again while etcd is not well, and once only', async () => {
    const context = three();
    const { etcd } = context.host;
    etcd.unhealthy = true;
    etcd.onCall = (call) => {
      if (call.startsWith('remove') && etcd.calls.filter((each) => each.startsWith('remove')).length > 2) {
        etcd.unhealthy = false;
      }
    };
    await etcdMemberRemove.act(input, context);
    expect(etcd.members.map(({ name }) => name)).toEqual(['cp2', 'cp3']);
    expect(etcd.calls.filter((call) => call.startsWith('remove'))).toEqual(['remove 1', 'remove 1', 'remove 1']);
  });

  it('gives up with the last thing seen', async () => {
    const context = three();
    context.host.etcd.unhealthy = true;
    await expect(etcdMemberRemove.act(input, context)).rejects.toMatchObject({
      kind: 'timeout',
      lastSeen: expect.stringContaining('unhealthy'),
    });
  });

  it('looks at the quorum again right before', async () => {
    const context = three();
    dead(context, 3);
    await expect(etcdMemberRemove.act({ ...input, force: true }, context)).rejects.toMatchObject({ kind: 'refused' });
    expect(context.host.etcd.members).toHaveLength(3);
  });

  it('with --force says what is left to do elsewhere when nobody can be asked', async () => {
    const context = three();
    dead(context, 1, 2, 3);
    await etcdMemberRemove.act({ ...input, force: true }, context);
    expect(context.said.join()).toContain('etcdctl member remove <id of https://10.0.0.1:2380>');
  });
});
