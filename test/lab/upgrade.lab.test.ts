import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { unexpected } from './allowed-differences.ts';
import { beginAsking } from './api-client.ts';
import type { Made } from './bring-up.ts';
import {
  type Bootstrapper,
  clusterConfig,
  IGNORED_CHECKS,
  init,
  probe,
  until,
  waitForNodes,
  waitForSystemPods,
} from './cluster.ts';
import type { CommandResult } from './command.ts';
import { describeLab } from './describe-lab.ts';
import { differences, showDifferences } from './difference.ts';
import { beginGreeting } from './greeting.ts';
import { bootAndJoin, makeSharedCluster } from './joining.ts';
import type { LabNode } from './node.ts';
import { say } from './progress.ts';
import { applyCommand } from './upgrade-command.ts';
import {
  ageKubelet,
  type ClusterState,
  captureUpgraded,
  expectFailed,
  expectHealthy,
  expectKilledAt,
  expectKubeletRenewed,
  expectUpgraded,
  imagesOf,
  manifestImages,
  stateOf,
  takeKubelet,
  unfinishedRuns,
  upgradeApply,
  upgradeNode,
  waitUntilWell,
  withNewEtcd,
} from './upgrading.ts';

const [OLD, NEW, NEWEST] = ['v1.35.4', 'v1.36.3', 'v1.37.0'] as const;
/** Static Pods, kube-proxy and two of CoreDNS. */
const PODS = 7;
const BROKEN = '/root/patches';

/** Moments at which a run is killed, one or two for each phase. */
const MOMENTS = [
  'after:preflight:job',
  'after:control-plane:etcd/keep',
  'after:control-plane:etcd/stop',
  'before:control-plane:etcd/write',
  'after:control-plane:etcd/write',
  'after:control-plane:renew/apiserver',
  'after:control-plane:kube-apiserver/stop',
  'before:control-plane:kube-apiserver/healthy',
  'after:control-plane:kube-controller-manager/stop',
  'after:control-plane:kube-scheduler/write',
  'before:control-plane:renew/admin.conf',
  'before:upload-config/kubeadm:ConfigMap/kube-system/kubeadm-config',
  'before:kubelet-config:config',
  'after:bootstrap-token:ClusterRoleBinding/kubeadm:apiserver-kubelet-client',
  'before:addon/coredns:Deployment/kube-system/coredns',
  'after:addon/kube-proxy:DaemonSet/kube-system/kube-proxy',
  'before:post-upgrade:env',
];

async function patch(node: LabNode, target: string, flag: string): Promise<readonly string[]> {
  await node.run('rm', '-rf', BROKEN);
  const operation = [{ op: 'add', path: '/spec/containers/0/command/-', value: flag }];
  await node.writeFile(`${BROKEN}/${target}+json.json`, JSON.stringify(operation));
  return [`--patches=${BROKEN}`];
}

/** Waits until an upgrade that is under way tells of an effect; one that ends before is the error. */
async function begins(node: LabNode, run: Promise<CommandResult>, events: string, effect: string): Promise<void> {
  let ended: CommandResult | undefined;
  run.then((result) => {
    ended = result;
  });
  await until(`${effect} to begin`, 300_000, async () => {
    if (ended !== undefined) throw new Error(`it ended before:\n${ended.stdout}${ended.stderr}`);
    const { stdout } = await node.exec(['grep', '-c', effect, events]);
    return { done: Number(stdout) > 0, seen: stdout };
  });
}

describeLab('one node from 1.35 to 1.37 by tsadm', (lab) => {
  let cp1: LabNode;

  beforeAll(async () => {
    cp1 = await lab().boot('cp1', { install: ['tsadm'], version: OLD });
    await init(cp1, 'tsadm', clusterConfig(cp1, { version: OLD }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, PODS);
    await lab().load('cp1', NEW);
  });

  test('what must not be, or cannot work, is refused before anything is touched', { timeout: 600_000 }, async () => {
    const before = await stateOf(cp1);
    const skipped = await expectFailed(cp1, applyCommand('tsadm', NEWEST));
    expect(skipped.stderr).toMatch(/more than one minor version at a time/);

    await cp1.stopUnit('kubelet');
    expect((await expectFailed(cp1, applyCommand('tsadm', NEW))).stderr).toContain('KubeletHealthy');
    await cp1.startUnit('kubelet');

    const image = `registry.k8s.io/kube-scheduler:${NEW}`;
    await cp1.run('ctr', '-n', 'k8s.io', 'images', 'rm', image);
    // Another command than the one that is killed later: that one is not to find the job of this one done.
    const other = [...applyCommand('tsadm', NEW).slice(0, -1), `${IGNORED_CHECKS},Swap`];
    expect((await expectFailed(cp1, other)).stderr).toContain(image);
    await lab().load('cp1', NEW);
    await expectHealthy(cp1, OLD);
    expect(await stateOf(cp1)).toEqual(before);
  });

  test(`killed ${MOMENTS.length} times on the way to 1.36, the same command finishes`, {
    timeout: 1_200_000,
  }, async () => {
    await ageKubelet(cp1);
    const unfinished = await unfinishedRuns(cp1);
    await expectKilledAt(MOMENTS, cp1, applyCommand('tsadm', NEW));
    await upgradeApply(cp1, 'tsadm', NEW);
    await expectKubeletRenewed(cp1);
    await takeKubelet(cp1, NEW);
    await expectUpgraded(cp1, NEW, ['cp1'], PODS);
    expect(await unfinishedRuns(cp1)).toEqual(unfinished);
  });

  test('an API server with a flag that does not exist: named, and the old one is back', {
    timeout: 600_000,
  }, async () => {
    await lab().load('cp1', NEWEST);
    const words = [...applyCommand('tsadm', NEWEST), ...(await patch(cp1, 'kube-apiserver', '--no-such-flag=x'))];
    const { exitCode, stderr } = await expectFailed(cp1, words);
    expect(exitCode).toBe(14);
    expect(stderr).toMatch(/kube-apiserver does not start.*no-such-flag.*taken back: kube-apiserver is as before/s);
    // etcd was healthy before that, and going back from there would be wrong.
    expect(await manifestImages(cp1)).toEqual([imagesOf(NEWEST)[0], ...imagesOf(NEW).slice(1)]);
    await expectHealthy(cp1, NEW);
  });

  test('on to 1.37, and a second time without a change', { timeout: 900_000 }, async () => {
    await upgradeApply(cp1, 'tsadm', NEWEST);
    await takeKubelet(cp1, NEWEST);
    await expectUpgraded(cp1, NEWEST, ['cp1'], PODS);
    const first = await captureUpgraded(cp1);
    await upgradeApply(cp1, 'tsadm', NEWEST);
    expect(showDifferences(differences(first, await captureUpgraded(cp1)))).toBe('');
    const back = await expectFailed(cp1, applyCommand('tsadm', NEW));
    expect(back.stderr).toContain('older than the cluster');
  });
});

describeLab('one node, upgraded by each program in turn', (lab) => {
  /** A cluster made by one program, at 1.36 by the same, and at 1.37 by the other. */
  async function upgraded(program: Bootstrapper, other: Bootstrapper): Promise<readonly [Made, Made]> {
    const cp1 = await lab().boot('cp1', { install: ['tsadm', 'kubeadm'], version: OLD });
    await init(cp1, program, clusterConfig(cp1, { version: OLD }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, PODS);
    const stage = async (by: Bootstrapper, version: string): Promise<Made> => {
      await lab().load('cp1', version);
      await cp1.install('kubeadm', version);
      const { stdout, stderr } = await upgradeApply(cp1, by, version);
      if (by === 'tsadm') expect(`${stdout}${stderr}`).not.toMatch(/stays as it was changed/);
      await takeKubelet(cp1, version);
      await expectUpgraded(cp1, version, ['cp1'], PODS);
      return captureUpgraded(cp1);
    };
    const made = [await stage(program, NEW), await stage(other, NEWEST)] as const;
    await lab().down();
    return made;
  }

  test('files and objects are equal afterwards, also where one goes on after the other', {
    timeout: 1_800_000,
  }, async () => {
    const ours = await upgraded('tsadm', 'kubeadm');
    const theirs = await upgraded('kubeadm', 'tsadm');
    for (const made of theirs) {
      expect(Object.keys(made.files)).toContain('/etc/kubernetes/tmp/kubeadm-backup-manifests-TIME/etcd.yaml');
    }
    const found = differences({ [NEW]: theirs[0], [NEWEST]: theirs[1] }, { [NEW]: ours[0], [NEWEST]: ours[1] });
    expect(showDifferences(unexpected(found))).toBe('');
  });
});

describeLab('an upgrade that fails half-way', (lab) => {
  const events = '/root/events.ndjson';
  const image = `registry.k8s.io/kube-scheduler:${NEW}`;
  let cp1: LabNode;
  let before: ClusterState;

  beforeAll(async () => {
    cp1 = await lab().boot('cp1', { install: ['tsadm'], version: OLD, tmpfs: { '/etc/kubernetes': '700m' } });
    await init(cp1, 'tsadm', clusterConfig(cp1, { version: OLD }));
    await waitForNodes(cp1, ['cp1']);
    await waitForSystemPods(cp1, PODS);
    await lab().load('cp1', NEW);
    before = await stateOf(cp1);
  });

  // A test that failed must not take the next ones with it.
  beforeEach(async () => {
    await cp1.exec(['sh', '-c', `rm -f /etc/kubernetes/lab-filler ${events}; systemctl start kubelet`]);
    await expectHealthy(cp1, OLD);
    // A kubelet that has missed its API server waits for up to a minute before it asks for Pods again.
    await until('a Pod to run', 180_000, () =>
      probe(cp1, 'cp1', 'resolve', 'kubernetes.default').then(
        (seen) => ({ done: true, seen }),
        (error: Error) => ({ done: false, seen: error.message }),
      ),
    );
  });

  /** Starts the upgrade, waits until it tells of an effect, does something to the machine, and waits for the end. */
  async function disturbed(
    effect: string,
    disturb: () => Promise<unknown>,
    words = applyCommand('tsadm', NEW),
  ): Promise<CommandResult> {
    const running = cp1.exec([...words, `--events=${events}`], { timeoutMs: 600_000 });
    await begins(cp1, running, events, effect);
    await disturb();
    const result = await running;
    say(`ended with ${result.exitCode}: ${result.stderr.trim().slice(-1200)}`);
    expect(result.exitCode, `${result.stdout}${result.stderr}`).not.toBe(0);
    return result;
  }

  async function expectState(wanted: ClusterState): Promise<void> {
    await expectHealthy(cp1, OLD);
    expect(await stateOf(cp1)).toEqual(wanted);
  }

  test('etcd that does not start', { timeout: 600_000 }, async () => {
    const words = [...applyCommand('tsadm', NEW), ...(await patch(cp1, 'etcd', '--no-such-flag=x'))];
    const { exitCode, stderr } = await expectFailed(cp1, words);
    expect(stderr).toMatch(
      /etcd does not start.*no-such-flag.*etcd is as before and healthy, and so are kube-apiserver,/s,
    );
    expect(exitCode).toBe(14);
    await expectState(before);
  });

  test('a full disk, seen beforehand and found when etcd is stopped already', { timeout: 600_000 }, async () => {
    const filler = await cp1.fillDisk('/etc/kubernetes');
    expect((await expectFailed(cp1, applyCommand('tsadm', NEW))).stderr).toContain('UpgradeSpace');
    const forced = [...applyCommand('tsadm', NEW).slice(0, -1), `${IGNORED_CHECKS},UpgradeSpace`];
    expect((await expectFailed(cp1, forced)).stderr).toMatch(/no space left|ENOSPC/i);
    await expectState(before);

    // Room for manifests and certificates, and not for the data of etcd.
    await cp1.run('truncate', '--size=-8M', filler);
    const { exitCode, stderr } = await expectFailed(cp1, forced);
    expect(stderr).toMatch(/no space left.*etcd is as before and healthy/is);
    expect(exitCode).toBe(14);
    await cp1.run('rm', filler);
    await expectState(before);
  });

  test('a kubelet that is stopped while the API server is replaced', { timeout: 600_000 }, async () => {
    const { stderr } = await disturbed('control-plane:kube-apiserver/keep', () => cp1.stopUnit('kubelet'));
    expect(stderr).toContain('the kubelet does not run');
    await cp1.startUnit('kubelet');
    await until('the API server', 60_000, async () => {
      const answer = await cp1.exec(['kubectl', 'get', '--raw=/readyz']);
      return { done: answer.stdout === 'ok', seen: answer.stderr };
    });
    await expectState(withNewEtcd(before, NEW));
  });

  test('an API server that goes while others are replaced', { timeout: 600_000 }, async () => {
    const gone = await disturbed('control-plane:kube-controller-manager/keep', () =>
      cp1.run('rm', '/etc/kubernetes/manifests/kube-apiserver.yaml'),
    );
    expect(gone.stderr).toMatch(/kube-apiserver does not run: its manifest .* is not there/);
    expect(gone.stderr).toContain('kube-apiserver is as before and healthy');
    expect(gone.exitCode).toBe(14);
    await expectState(withNewEtcd(before, NEW));
  });

  test('an image that vanishes after it was pulled', { timeout: 600_000 }, async () => {
    const gone = await disturbed('control-plane:kube-apiserver/keep', () =>
      cp1.run('ctr', '-n', 'k8s.io', 'images', 'rm', '--sync', image),
    );
    expect(gone.stderr).toMatch(/kube-scheduler does not start: .*kube-scheduler:v/);
    expect(gone.stderr).toContain('kube-scheduler is as before and healthy');
    expect(gone.exitCode).toBe(14);
    await lab().load('cp1', NEW);
    await expectState(withNewEtcd(before, NEW));
  });

  test('afterwards the upgrade works', { timeout: 600_000 }, async () => {
    await upgradeApply(cp1, 'tsadm', NEW);
    await expectUpgraded(cp1, NEW, ['cp1'], PODS);
  });
});

describeLab('three control planes and a worker, upgraded by tsadm', (lab) => {
  const names = ['cp1', 'cp2', 'cp3', 'w1'];
  /** CoreDNS, kube-proxy, and four static Pods on each control plane. */
  const pods = 2 + 4 + 3 * 4;
  let nodes: readonly LabNode[] = [];
  let address = '';

  beforeAll(async () => {
    const cp1 = await makeSharedCluster(lab(), 'tsadm', { version: OLD });
    for (const name of names.slice(1)) await bootAndJoin(lab(), name, 'tsadm', cp1, { version: OLD });
    nodes = names.map((name) => lab().node(name));
    await waitForNodes(cp1, names);
    await waitForSystemPods(cp1, pods);
    await cp1.kubectl(
      ...['run', 'greeter', '--image=registry.k8s.io/lab/busybox:1', '--port=8080'],
      ...['--overrides={"spec":{"nodeName":"w1"}}', '--', '/bin/probe', 'serve', 'hello'],
    );
    await cp1.kubectl('wait', '--for=condition=Ready', 'pod/greeter', '--timeout=60s');
    address = await cp1.kubectl('get', 'pod', 'greeter', '-o=jsonpath={.status.podIP}');
  });

  /** Upgrades all while a client asks the API and a workload is asked. */
  async function upgradeAll(version: string): Promise<void> {
    const [cp1, ...others] = nodes as [LabNode, ...LabNode[]];
    const controlPlanes = nodes.slice(0, 3);
    for (const name of names) await lab().load(name, version);
    const client = await beginAsking(cp1, controlPlanes);
    const workload = beginGreeting(nodes[3]!, address, 8080);
    try {
      await upgradeApply(cp1, 'tsadm', version);
      for (const node of others) await upgradeNode(node, 'tsadm');
      // A kubelet of another minor makes containers anew, so the next waits until they are well.
      for (const node of nodes) {
        await takeKubelet(node, version);
        await sleep(5000);
        if (controlPlanes.includes(node)) await waitUntilWell(node);
      }
      await waitForNodes(cp1, names);
    } finally {
      const heard = await client.end();
      const greeted = await workload.end();
      say(`the client heard ${JSON.stringify(heard)}, the workload ${JSON.stringify(greeted)}`);
      expect(heard.longestGapMs).toBeLessThan(2000);
      expect(greeted.failures).toBe(0);
    }
    await expectUpgraded(cp1, version, names, pods);
    for (const node of controlPlanes) expect(await manifestImages(node)).toEqual(imagesOf(version));
  }

  test.for([NEW, NEWEST])(
    'to %s with a client that is never without an answer for 2 s',
    {
      timeout: 1_500_000,
    },
    (version) => upgradeAll(version),
  );
});
