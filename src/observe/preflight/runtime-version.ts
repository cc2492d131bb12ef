import { type Check, caution, problem } from './check.ts';
import { withRuntime } from './container-runtime.ts';

const name = 'ContainerRuntimeVersion';

/**
 * The runtime can tell its cgroup driver (CRI RuntimeConfig; containerd 2.0 and later). Kubelets to come do without their own
 * setting. A warning whatever the kubelet (kubeadm 1.35.4 to 1.37.0 with kubelets up to 1.38): one that is too new is the finding of KubeletVersion.
 */
export const runtimeVersion: Check = {
  name,
  look: (context) =>
    withRuntime(context, async (cri) => {
      // kubeadm stops here too (1.35.4 to 1.37.0), so that ignoring CRI alone does not go on without a runtime.
      if ((await cri.version().catch(() => undefined)) === undefined) {
        return [
          problem(name, 'the container runtime does not answer, so it cannot be asked what it can do', {
            hint: 'mend what the check CRI found',
          }),
        ];
      }
      if ((await cri.runtimeConfig()) !== undefined) return [];
      return [
        caution(name, 'the container runtime is too old to tell its cgroup driver; newer kubelets need that', {
          hint: 'update it: containerd 2.0 or CRI-O 1.28 at least',
        }),
      ];
    }),
};
