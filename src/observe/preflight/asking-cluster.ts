import { ApiError } from '../../host/kube-api.ts';
import { type Check, problem } from './check.ts';

/**
 * A check that asks the cluster, for upgrades. A run that was interrupted while it replaced the control plane has left the
 * cluster as it is; what is found then, or that nobody answers, is no reason not to finish it.
 */
export function askingCluster({ name, look }: Check): Check {
  const about = { kind: 'phase', value: 'control-plane' } as const;
  return {
    name,
    async look(context) {
      try {
        return (await look(context)).map((finding) => ({ about, ...finding }));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return [problem(name, `the cluster cannot be asked: ${error.message}`, { about })];
      }
    },
  };
}
