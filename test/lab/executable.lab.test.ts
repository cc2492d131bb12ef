import { afterEach, expect, test } from 'vitest';
import { joinResult } from '../../src/schemas/join-result.ts';
import { outcome } from '../../src/schemas/outcome.ts';
import { status as statusSchema } from '../../src/schemas/status.ts';
import { clusterConfig, IGNORED_CHECKS, init, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { mustEnd } from './joining.ts';
import type { LabNode } from './node.ts';

describeLab('one file on machines without Node.js', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  test('inits, joins and resets', async () => {
    const [cp1, w1] = [await lab().boot('cp1', { install: ['tsadm'] }), await lab().boot('w1', { install: ['tsadm'] })];
    for (const machine of [cp1, w1]) await expectNothingButTheFile(machine);

    await init(cp1, 'tsadm', clusterConfig(cp1));
    const [, ...words] = (await cp1.run('tsadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
    const joined = await w1.exec(['tsadm', ...words, IGNORED_CHECKS, '-o', 'json']);
    mustEnd(w1, joined, 0);
    joinResult.parse(outcome.parse(JSON.parse(joined.stdout)).result);
    await waitForNodes(cp1, ['cp1', 'w1']);
    await waitForSystemPods(cp1, 8);
    const worker = statusSchema.parse(JSON.parse(await w1.readFile('/run/tsadm/status.json')));
    expect(worker).toMatchObject({ command: 'join', node: 'w1', state: 'succeeded', etcd: null });
    expect(worker.certificates).toHaveProperty(['/var/lib/kubelet/pki/kubelet-client-current.pem']);

    for (const machine of [w1, cp1]) {
      mustEnd(machine, await machine.exec(['tsadm', 'reset', '--force']), 0);
      expect((await machine.run('find', '/etc/kubernetes', '/var/lib/kubelet', '-type', 'f')).trim()).toBe('');
    }
  });
});

async function expectNothingButTheFile(machine: LabNode): Promise<void> {
  expect((await machine.exec(['sh', '-c', 'command -v node nodejs npm'])).stdout).toBe('');
  const ours = "find / -xdev \\( -name 'tsadm*' -o -name 'node-v*' \\) -not -path '/proc/*' -not -path '/sys/*'";
  expect(await machine.run('sh', '-c', ours)).toBe('/usr/bin/tsadm\n');
}
