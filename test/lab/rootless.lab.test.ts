import { afterEach, expect, test } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import { capture, expectWhole } from './bring-up.ts';
import { type Bootstrapper, clusterConfig, init, waitForNodes, waitForSystemPods } from './cluster.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { bootAndJoin, makeSharedCluster, mustEnd, removeControlPlane } from './joining.ts';
import type { LabNode } from './node.ts';
import { timed } from './progress.ts';
import {
  captureUpgraded,
  captureUpgradedFiles,
  expectUpgraded,
  STATIC_PODS,
  takeKubelet,
  upgradeApply,
} from './upgrading.ts';
import { DEFAULT_VERSION } from './versions.ts';

const gate = 'featureGates: {RootlessControlPlane: true}';
const [OLD, NEW] = ['v1.35.4', DEFAULT_VERSION] as const;
/** Static Pods, kube-proxy and two of CoreDNS. */
const PODS = 7;

/** Users and groups as the files tell them, with the modes of these. */
async function accountsOf(node: LabNode): Promise<string> {
  return node.run('sh', '-c', 'stat -c "%n %a %u:%g" /etc/passwd* /etc/group*; cat /etc/passwd /etc/group');
}

/** What was given to users: data of etcd by whose they are, processes by whose they run as. */
async function ownersOf(node: LabNode) {
  const data = await node.run('sh', '-c', "find /var/lib/etcd -printf '%U:%G\\n' | sort -u");
  const processes: Record<string, string> = {};
  for (const name of STATIC_PODS) {
    const script = 'for p in $(pgrep -x "$1"); do grep -E "^(Uid|Gid|Groups|CapEff|NoNewPrivs):" /proc/$p/status; done';
    processes[name] = await node.run('sh', '-c', script, 'sh', name.slice(0, 15));
  }
  return { accounts: await accountsOf(node), data, processes };
}

describeLab('a control plane without root', (lab) => {
  afterEach(async () => {
    await lab().down();
  });

  /** Makes a cluster, restarts its machine, resets it. */
  async function life(program: Bootstrapper) {
    const cp1 = await lab().boot('cp1', { install: [program] });
    const before = await accountsOf(cp1);
    await timed(`${program} init`, () => init(cp1, program, clusterConfig(cp1, { more: gate })));
    await expectWhole(cp1, PODS);
    const made = { ...(await capture(cp1)), ...(await ownersOf(cp1)) };
    await cp1.kill();
    await cp1.start();
    await expectWhole(cp1, PODS);
    const restarted = await ownersOf(cp1);
    expect(restarted.processes).toEqual(made.processes);
    expect(restarted.data).toBe(made.data);
    mustEnd(cp1, await timed(`${program} reset`, () => cp1.exec([program, 'reset', '--force'])), 0);
    const after = await accountsOf(cp1);
    await lab().down();
    return { before, made, after };
  }

  test('is the same as kubeadm’s, survives a restart, and its users go with a reset', {
    timeout: 900_000,
  }, async () => {
    const theirs = await life('kubeadm');
    const ours = await life('tsadm');
    expect(ours.before).not.toContain('kubeadm-');
    expect(ours.made.accounts).toMatch(/^kubeadm-kas:x:\d+:\d+:::\/bin\/false$/m);
    for (const name of STATIC_PODS) expect(ours.made.processes[name]).toMatch(/^Uid:\t[1-9]\d+\t/);
    expect(ours.made.data).not.toContain('0:0');
    expect(showDifferences(unexpected(differences(theirs.made, ours.made)))).toBe('');
    expect(theirs.after).toBe(theirs.before);
    expect(ours.after).toBe(ours.before);
  });

  test('a second one is joined as kubeadm joins it, and reset', { timeout: 1_200_000 }, async () => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm', { more: gate });
    const joined = async (program: Bootstrapper) => {
      const cp2 = await bootAndJoin(lab(), 'cp2', program, cp1);
      await waitForNodes(cp1, ['cp1', 'cp2']);
      await waitForSystemPods(cp1, 12);
      return { cp2, made: { files: await captureUpgradedFiles(cp2), ...(await ownersOf(cp2)) } };
    };
    const theirs = await joined('kubeadm');
    await removeControlPlane(lab(), 'cp2', cp1);
    const { cp2, made } = await joined('tsadm');
    expect(made.accounts).toContain('kubeadm-sa-key-readers');
    expect(showDifferences(unexpected(differences(theirs.made, made)))).toBe('');
    mustEnd(cp2, await cp2.exec(['tsadm', 'reset', '--force']), 0);
    expect(await accountsOf(cp2)).not.toContain('kubeadm-');
  });

  /** A cluster of the version before, upgraded. */
  async function upgraded(program: Bootstrapper) {
    // Both, because tsadm tells whether components are well.
    const cp1 = await lab().boot('cp1', { install: ['tsadm', 'kubeadm'], version: OLD });
    await init(cp1, program, clusterConfig(cp1, { version: OLD, more: gate }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, PODS);
    await lab().load('cp1', NEW);
    await cp1.install('kubeadm', NEW);
    await upgradeApply(cp1, program, NEW);
    await takeKubelet(cp1, NEW);
    await expectUpgraded(cp1, NEW, ['cp1'], PODS);
    const made = { ...(await captureUpgraded(cp1)), ...(await ownersOf(cp1)) };
    await lab().down();
    return made;
  }

  test('is upgraded as kubeadm upgrades it', { timeout: 1_800_000 }, async () => {
    const ours = await upgraded('tsadm');
    const theirs = await upgraded('kubeadm');
    expect(ours.data).not.toContain('0:0');
    expect(showDifferences(unexpected(differences(theirs, ours)))).toBe('');
  });
});
