import { describe, expect, it } from 'vitest';
import { learnAboutNode } from '../../src/compose/learn-node.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import { type MemoryHost, memoryHost } from '../fakes/memory-host.ts';
import { initParts, initRequest, initSpecOf } from '../workflows/init-parts.ts';

const pki = '/etc/kubernetes/pki';

/** A machine in memory after `init`, with its member of etcd where status looks for it. */
async function controlPlane(): Promise<MemoryHost> {
  const host = memoryHost();
  host.kube.put({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'cp1', labels: { 'kubernetes.io/hostname': 'cp1' } },
  });
  host.etcd.members = [
    { ...host.etcd.members[0]!, clientUrls: ['https://127.0.0.1:2379'] },
    {
      id: 'a',
      name: 'cp2',
      peerUrls: ['https://10.0.0.2:2380'],
      clientUrls: ['https://10.0.0.2:2379'],
      learner: false,
    },
    { id: 'b', name: '', peerUrls: ['https://10.0.0.3:2380'], clientUrls: [], learner: true },
  ];
  await runWorkflow(initParts(host), initRequest(initSpecOf()));
  return host;
}

describe('what the status file tells after a command', () => {
  it('is the member of etcd, how many vote, and when each certificate ends', async () => {
    const { etcd, certificates } = await learnAboutNode(await controlPlane(), pki);
    expect(etcd).toEqual({ memberId: '1', learner: false, voters: 2 });
    expect(Object.keys(certificates!)).toEqual(
      expect.arrayContaining([`${pki}/ca.crt`, `${pki}/etcd/server.crt`, '/etc/kubernetes/admin.conf']),
    );
    // Made for a year on 15 January 2026, by the clock of the fake machine.
    expect(certificates![`${pki}/apiserver.crt`]).toMatch(/^2027-01-15T/);
  });

  it('has certificates and no etcd when etcd gives no answer', async () => {
    const host = await controlPlane();
    host.etcd.dead.add('https://127.0.0.1:2379');
    const { etcd, certificates } = await learnAboutNode(host, pki);
    expect(etcd).toBeNull();
    expect(certificates).toHaveProperty([`${pki}/ca.crt`]);
  });

  it('waits two seconds at most for an etcd that is silent', async () => {
    const host = await controlPlane();
    host.etcd.onCall = () => new Promise(() => {});
    const before = host.clock.monotonic();
    expect((await learnAboutNode(host, pki)).etcd).toBeNull();
    expect(host.clock.monotonic() - before).toBe(2000);
  });

  it('is nothing on a machine without files of a node', async () => {
    expect(await learnAboutNode(memoryHost(), pki)).toEqual({ etcd: null, certificates: {} });
  });
});
