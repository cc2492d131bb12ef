import type { JsonObject, KubeObject } from '../plan/json.ts';
import type { StaticPodName } from '../spec/paths.ts';

/** Numbers that a component runs as. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  /** Of more groups that it belongs to. */
  readonly groups: readonly number[];
}

const unprivileged = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
/** Users may give it a port below 1024. */
const listening = { capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } };

/** The static Pod of a component with the gate RootlessControlPlane, before users' patches (kubeadm 1.35.4 to 1.37.0). */
export function asUser(component: StaticPodName, pod: KubeObject, { uid, gid, groups }: RunAs): KubeObject {
  const spec = pod['spec'] as JsonObject;
  const [container, ...others] = spec['containers'] as readonly JsonObject[];
  return {
    ...pod,
    spec: {
      ...spec,
      securityContext: {
        ...(spec['securityContext'] as JsonObject),
        runAsUser: uid,
        runAsGroup: gid,
        ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
      },
      containers: [
        { ...container, securityContext: component === 'kube-apiserver' ? listening : unprivileged },
        ...others,
      ],
    },
  };
}
