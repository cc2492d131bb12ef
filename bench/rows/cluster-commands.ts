import { clusterConfig, init } from '../../test/lab/cluster.ts';
import { measure, prepare } from '../measured.ts';
import { type Benchmark, PROGRAMS, repeated } from '../paired.ts';

/** A command beside a running control plane that kubeadm made. */
function onCluster(key: string, name: string, words: readonly string[]): Benchmark {
  return {
    key,
    rounds: 9,
    async measure(lab, rounds) {
      const cp1 = await lab.boot('cp1', { install: [...PROGRAMS] });
      await prepare(cp1);
      await init(cp1, 'kubeadm', clusterConfig(cp1));
      const { seconds } = await repeated(name, rounds, (program) => measure(cp1, [program, ...words]));
      await lab.down('cp1');
      return [seconds];
    },
  };
}

export const renew = onCluster('renew', 'certs renew all', ['certs', 'renew', 'all']);
export const token = onCluster('token', 'token create', ['token', 'create']);
