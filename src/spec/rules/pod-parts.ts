import { isDnsLabel } from '../dns-names.ts';
import type { Path } from '../field-path.ts';
import type { EnvVar, HostPathMount } from '../types.ts';
import { type Complaint, clusterError, type Rule } from './rule.ts';

const pathTypes = ['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

/**
 * Volumes and variables of static Pods, which kubeadm does not look at: the kubelet refuses a Pod that is wrong in one
 * of these points, and the control plane would be waited for in vain.
 */
export const podParts: Rule = ({ spec }) => {
  const { apiServer, controllerManager, scheduler, etcd } = spec.cluster;
  return [
    ...volumes(['apiServer', 'extraVolumes'], apiServer.extraVolumes),
    ...volumes(['controllerManager', 'extraVolumes'], controllerManager.extraVolumes),
    ...volumes(['scheduler', 'extraVolumes'], scheduler.extraVolumes),
    ...variables(['apiServer', 'extraEnvs'], apiServer.extraEnvs),
    ...variables(['controllerManager', 'extraEnvs'], controllerManager.extraEnvs),
    ...variables(['scheduler', 'extraEnvs'], scheduler.extraEnvs),
    ...variables(['etcd', 'local', 'extraEnvs'], etcd.local?.extraEnvs ?? []),
  ];
};

function volumes(path: Path, list: readonly HostPathMount[]): readonly Complaint[] {
  return list.flatMap(({ name, hostPath, mountPath, pathType }, index) => {
    const at = (field: string): Path => [...path, index, field];
    const complaints: Complaint[] = [];
    if (!isDnsLabel(name)) {
      const hint = 'take at most 63 lower-case letters, digits and -';
      complaints.push(clusterError(at('name'), 'this cannot be the name of a volume', { found: name, hint }));
    }
    if (hostPath === '') complaints.push(clusterError(at('hostPath'), 'a path on the host is needed'));
    if (mountPath === '') complaints.push(clusterError(at('mountPath'), 'a path in the container is needed'));
    if (!pathTypes.includes(pathType)) {
      const hint = `take one of ${pathTypes.slice(1).join(', ')}, or leave the field out`;
      complaints.push(clusterError(at('pathType'), 'there is no such type of path', { found: pathType, hint }));
    }
    return complaints;
  });
}

function variables(path: Path, list: readonly EnvVar[]): readonly Complaint[] {
  return list.flatMap(({ name, value, valueFrom }, index) => {
    const complaints: Complaint[] = [];
    if (!/^[^=\s]+$/.test(name)) {
      complaints.push(clusterError([...path, index, 'name'], 'this cannot be the name of a variable', { found: name }));
    }
    if (valueFrom === undefined) return complaints;
    const sources = Object.keys(valueFrom);
    const at = [...path, index, 'valueFrom'];
    if (value !== undefined) complaints.push(clusterError(at, 'a variable has either value or valueFrom'));
    if (sources.length !== 1) complaints.push(clusterError(at, 'valueFrom needs exactly one source'));
    for (const source of sources.filter((name) => name === 'secretKeyRef' || name === 'configMapKeyRef')) {
      complaints.push(clusterError([...at, source], 'a static Pod cannot refer to objects of the cluster'));
    }
    return complaints;
  });
}
