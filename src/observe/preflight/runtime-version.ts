import semver from 'semver';
import { type Check, caution, problem } from './check.ts';
import { withRuntime } from './container-runtime.ts';

const name = 'ContainerRuntimeVersion';

/**
 * The runtime can tell its cgroup driver (CRI RuntimeConfig; containerd 2.0 and later). Kubelets newer than 1.36, or than
 * the control plane, do without their own setting and fail here.
 */
export const runtimeVersion: Check = {
  name,
  look: (context) =>
    withRuntime(context, async (cri) => {
      // A runtime that does not answer is the finding of the check CRI, once is enough.
      if ((await cri.version().catch(() => undefined)) === undefined) return [];
      if ((await cri.runtimeConfig()) !== undefined) return [];
      const kubelet = (await context.kubelet()).version;
      const kubeletMinor = kubelet === undefined ? 0 : semver.minor(kubelet);
      const newestTolerant = Math.max(36, semver.minor(`${context.minor.minor}.0`));
      const finding = kubeletMinor > newestTolerant ? problem : caution;
      return [
        finding(name, 'the container runtime is too old to tell its cgroup driver; newer kubelets need that', {
          hint: 'update it: containerd 2.0 or CRI-O 1.28 at least',
        }),
      ];
    }),
};
