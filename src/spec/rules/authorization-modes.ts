import type { Path } from '../field-path.ts';
import { nearestName } from '../nearest-name.ts';
import { type Complaint, clusterWarning, type Rule } from './rule.ts';

/** What `--authorization-mode` of the API server knows (kube-apiserver 1.35 to 1.37). */
const modes: readonly string[] = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'];

const usual = 'Node,RBAC';

/**
 * The flag goes to the API server as it is written, as kubeadm does. Two things are said of it: a mode that the API
 * server does not know, which then does not start, and any departure from what kubeadm gives, which nodes and the
 * objects of `init` rely on.
 */
export const authorizationModes: Rule = ({ spec }) => {
  const { extraArgs } = spec.cluster.apiServer;
  const index = extraArgs.findLastIndex(({ name }) => name === 'authorization-mode');
  const value = extraArgs[index]?.value ?? '';
  if (value === '' || value === usual) return [];
  const path = ['apiServer', 'extraArgs', index, 'value'];
  const unknown = value.split(',').filter((mode) => !modes.includes(mode));
  if (unknown.length > 0) return unknown.map((mode) => unknownMode(path, mode));
  return [
    clusterWarning(path, `differs from ${usual}, which this cluster is made for`, {
      found: value,
      hint: `leave the argument out, or give ${usual}`,
    }),
  ];
};

function unknownMode(path: Path, mode: string): Complaint {
  const bare = mode.trim();
  const near = modes.includes(bare) ? bare : nearestName(bare, modes);
  const hint = near === undefined ? `modes: ${modes.join(', ')}` : `write ${near}`;
  return clusterWarning(path, `the API server knows no authorization mode "${mode}" and will not start with it`, {
    hint,
  });
}
