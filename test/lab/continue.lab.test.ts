import { afterEach, beforeAll, expect, test } from 'vitest';
import { expectWhole, makeCluster } from './bring-up.ts';
import { clusterConfig, IGNORED_CHECKS } from './cluster.ts';
import { plain } from './configurations.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { type CapturedFiles, captureFiles } from './machine-files.ts';
import type { LabNode } from './node.ts';

const INIT = ['tsadm', 'init', '--config=/root/init.yaml', IGNORED_CHECKS];

/** One moment in every phase that touches more than files; the offline ones are killed in test/e2e/kill.test.ts. */
const MOMENTS = [
  'after:kubelet-start:start',
  'before:wait-control-plane:kube-apiserver',
  'before:upload-config/kubelet:ConfigMap/kube-system/kubelet-config',
  'after:mark-control-plane:node',
  'after:bootstrap-token:token/0',
  'before:addon/coredns:Deployment/kube-system/coredns',
  'after:addon/kube-proxy:DaemonSet/kube-system/kube-proxy',
];

describeLab('tsadm init, stopped and started again', (lab) => {
  let clean: CapturedFiles = {};

  beforeAll(async () => {
    const { node } = await makeCluster(lab(), 'tsadm', plain);
    await expectWhole(node, plain.systemPods);
    clean = await captureFiles(node);
    await lab().down();
  }, 300_000);

  afterEach(async () => {
    await lab().down();
  });

  test.each(MOMENTS)('killed %s', async (moment) => {
    const cp1 = await lab().boot('cp1', { install: ['tsadm'] });
    await cp1.writeFile('/root/init.yaml', clusterConfig(cp1));
    const killed = await cp1.exec(INIT, { env: { TSADM_TEST_KILL: moment } });
    expect(killed.exitCode, `${killed.stdout}${killed.stderr}`).toBe(137);
    const again = await cp1.exec(INIT);
    expect(again.exitCode, `${again.stdout}${again.stderr}`).toBe(0);
    await expectWhole(cp1, plain.systemPods);
    expect(showDifferences(differences(clean, await captureFiles(cp1)))).toBe('');
    expect(await tokens(cp1)).toHaveLength(1);
  });

  test('a second start of a finished init changes nothing and makes no token', async () => {
    const { node: cp1 } = await makeCluster(lab(), 'tsadm', plain);
    await expectWhole(cp1, plain.systemPods);
    const [files, before] = [await cp1.listTree('/etc/kubernetes', '/var/lib/tsadm'), await tokens(cp1)];
    const again = await cp1.exec(INIT);
    expect(again.exitCode, `${again.stdout}${again.stderr}`).toBe(0);
    expect(await cp1.listTree('/etc/kubernetes', '/var/lib/tsadm')).toEqual(files);
    expect(await tokens(cp1)).toEqual(before);
  });
});

async function tokens(node: LabNode): Promise<readonly string[]> {
  const selector = '--field-selector=type=bootstrap.kubernetes.io/token';
  const list = await node.kubectl('get', 'secrets', '-n', 'kube-system', selector, '-o=name');
  return list.trim().split('\n');
}
