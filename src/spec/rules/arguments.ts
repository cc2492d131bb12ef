import type { Path } from '../field-path.ts';
import type { Arg } from '../types.ts';
import { type Complaint, clusterError, initError, type NodeRule, type Rule } from './rule.ts';

/**
 * Additional arguments have names, and these come without dashes. kubeadm looks for the name only; `----name` on its
 * command line keeps a component from starting.
 */
export const argumentNames: Rule = (input) => {
  const { spec } = input;
  const { apiServer, controllerManager, scheduler, etcd } = spec.cluster;
  return [
    ...args(['apiServer', 'extraArgs'], apiServer.extraArgs, clusterError),
    ...args(['controllerManager', 'extraArgs'], controllerManager.extraArgs, clusterError),
    ...args(['scheduler', 'extraArgs'], scheduler.extraArgs, clusterError),
    ...args(['etcd', 'local', 'extraArgs'], etcd.local?.extraArgs ?? [], clusterError),
    ...kubeletArgumentNames(input),
  ];
};

/** The same of the kubelet's arguments alone. */
export const kubeletArgumentNames: NodeRule = ({ spec }) =>
  args(['nodeRegistration', 'kubeletExtraArgs'], spec.nodeRegistration.kubeletExtraArgs, initError);

function args(path: Path, list: readonly Arg[], error: typeof clusterError): readonly Complaint[] {
  return list.flatMap(({ name }, index) => {
    if (name === '') return [error([...path, index, 'name'], 'the argument has no name')];
    if (!name.startsWith('-')) return [];
    const hint = `write ${name.replace(/^-+/, '')}`;
    return [error([...path, index, 'name'], 'the name of an argument comes without dashes', { found: name, hint })];
  });
}
