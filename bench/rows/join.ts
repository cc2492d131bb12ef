import { clusterConfig, init } from '../../test/lab/cluster.ts';
import { joinCommand, makeSharedCluster, removeControlPlane } from '../../test/lab/joining.ts';
import { measureJoin } from '../measured.ts';
import { type Benchmark, memoryRow, nodeRows, paired, withNewMachine } from '../paired.ts';

/** A worker joins a cluster that stays. */
export const join: Benchmark = {
  key: 'join',
  rounds: 5,
  async measure(lab, rounds) {
    const cp1 = await lab.boot('cp1', { install: ['kubeadm'] });
    await init(cp1, 'kubeadm', clusterConfig(cp1));
    const [, ...words] = (await cp1.run('kubeadm', 'token', 'create', '--print-join-command')).trim().split(/\s+/);
    const all = await paired(
      'join',
      rounds,
      async (program) => {
        const made = await withNewMachine(lab, 'w1', [program], (w1) => measureJoin(w1, [program, ...words]));
        await cp1.kubectl('delete', 'node', 'w1');
        return made;
      },
      ({ toExit }) => toExit.seconds,
    );
    await lab.down('cp1');
    return [...nodeRows(all, 'join of a worker'), memoryRow(all, 'join')];
  },
};

/** A second control plane joins a cluster that stays; it is taken out again before the next does. */
export const joinControlPlane: Benchmark = {
  key: 'join-control-plane',
  rounds: 5,
  async measure(lab, rounds) {
    const cp1 = await makeSharedCluster(lab, 'kubeadm');
    const all = await paired(
      'join-control-plane',
      rounds,
      (program) =>
        withNewMachine(lab, 'cp2', [program], async (cp2) => {
          const made = await measureJoin(cp2, await joinCommand(cp2, program, cp1, 'control plane'));
          await removeControlPlane(lab, 'cp2', cp1);
          return made;
        }),
      ({ toExit }) => toExit.seconds,
    );
    await lab.down();
    return nodeRows(all, 'join of a control plane');
  },
};
