import { clusterConfig, init, waitForNodes, waitForSystemPods } from '../../test/lab/cluster.ts';
import { applyCommand } from '../../test/lab/upgrade-command.ts';
import { DEFAULT_VERSION, RELEASES } from '../../test/lab/versions.ts';
import { measure, prepare } from '../measured.ts';
import { type Benchmark, paired, rowOf } from '../paired.ts';

/** The minor before the one that everything else is measured with. */
const BEFORE = RELEASES[RELEASES.findIndex(({ kubernetes }) => kubernetes === DEFAULT_VERSION) - 1]!.kubernetes;
/** Static Pods, kube-proxy and two of CoreDNS. */
const PODS = 7;

/** The one control plane of a cluster that kubeadm made goes to the next minor version; images are there. */
export const upgrade: Benchmark = {
  key: 'upgrade',
  rounds: 2,
  async measure(lab, rounds) {
    const all = await paired(
      'upgrade apply',
      rounds,
      async (program) => {
        const cp1 = await lab.boot('cp1', { version: BEFORE, install: ['kubeadm', 'tsadm'] });
        await prepare(cp1);
        await init(cp1, 'kubeadm', clusterConfig(cp1, { version: BEFORE }));
        await waitForNodes(cp1, ['cp1']);
        await waitForSystemPods(cp1, PODS);
        await lab.load('cp1', DEFAULT_VERSION);
        await cp1.install('kubeadm', DEFAULT_VERSION);
        const measured = await measure(cp1, applyCommand(program, DEFAULT_VERSION));
        await lab.down('cp1');
        return measured;
      },
      ({ seconds }) => seconds,
    );
    return [
      rowOf(all, `upgrade apply from ${BEFORE} to ${DEFAULT_VERSION}`, 's', ({ seconds }) => seconds),
      rowOf(all, 'peak memory of upgrade apply', 'MiB', ({ memory }) => memory),
    ];
  },
};
