import { beforeAll, expect, test } from 'vitest';
import { clusterConfig, init, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import type { LabNode } from './node.ts';
import { applyCommand } from './upgrade-command.ts';
import { expectUpgraded, takeKubelet, upgradeApply } from './upgrading.ts';

const [OLD, NEW] = ['v1.35.4', 'v1.36.3'] as const;
/** Static Pods, kube-proxy and two of CoreDNS. */
const PODS = 7;

const MANIFESTS = 'etcd.yaml\nkube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml\n';

/** Moments at which a manifest is away, is new but not yet waited for, and at which data are copied. */
const MOMENTS = [
  'after:control-plane:etcd/stop',
  'after:control-plane:etcd/data',
  'after:control-plane:kube-apiserver/stop',
  'after:control-plane:kube-apiserver/write',
];

describeLab('an upgrade of one node, and power cuts', (lab) => {
  let cp1: LabNode;

  beforeAll(async () => {
    cp1 = await lab().boot('cp1', { install: ['tsadm'], version: OLD });
    await init(cp1, 'tsadm', clusterConfig(cp1, { version: OLD }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, PODS);
    await lab().load('cp1', NEW);
  });

  test('after each the machine boots, and the same command goes on', { timeout: 1_200_000 }, async () => {
    for (const moment of MOMENTS) {
      const killed = await cp1.exec(applyCommand('tsadm', NEW), {
        env: { TSADM_TEST_KILL: moment },
        timeoutMs: 600_000,
      });
      expect(killed.exitCode, `${moment}\n${killed.stdout}${killed.stderr}`).toBe(137);
      await cp1.kill();
      await cp1.start();
      // Before the command is given again: what was away is back.
      expect(await cp1.run('ls', '/etc/kubernetes/manifests'), moment).toBe(MANIFESTS);
      // Seen once: the cluster then answers, a minute and a half after the boot, as after one without an upgrade.
      if (moment === MOMENTS[0]) await waitForNodes(cp1, ['cp1']);
    }
    await upgradeApply(cp1, 'tsadm', NEW);
    await takeKubelet(cp1, NEW);
    await expectUpgraded(cp1, NEW, ['cp1'], PODS);
    expect(await cp1.exec(['ls', '-A', '/var/lib/tsadm/runs'])).toMatchObject({ stdout: '' });
    expect(await cp1.run('ls', '/etc/tmpfiles.d')).not.toContain('tsadm');
  });
});
