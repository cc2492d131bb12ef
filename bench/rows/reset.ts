import { clusterConfig, init } from '../../test/lab/cluster.ts';
import { measure } from '../measured.ts';
import { type Benchmark, PROGRAMS, paired, rowOf, withNewMachine } from '../paired.ts';

/** A control plane that kubeadm made is taken away again. */
export const reset: Benchmark = {
  key: 'reset',
  rounds: 5,
  async measure(lab, rounds) {
    const all = await paired(
      'reset',
      rounds,
      (program) =>
        withNewMachine(lab, 'cp1', PROGRAMS, async (cp1) => {
          await init(cp1, 'kubeadm', clusterConfig(cp1));
          return measure(cp1, [program, 'reset', '--force']);
        }),
      ({ seconds }) => seconds,
    );
    return [rowOf(all, 'reset of a control plane', 's', ({ seconds }) => seconds)];
  },
};
