import semver from 'semver';
import { minorFacts, servedMinors } from '../../spec/versions.ts';
import { type Check, problem } from './check.ts';

const name = 'KubeletVersion';

/** The installed kubelet may work with the control plane that is to be set up: not newer, and not too old. */
export const kubeletSkew: Check = {
  name,
  async look({ kubelet, spec, minor }) {
    const installed = await kubelet();
    const wanted = spec.cluster.kubernetesVersion;
    if (installed.version === undefined) {
      const hint = installed.missing
        ? `install the kubelet of ${minor.minor} (package kubelet, pkgs.k8s.io)`
        : undefined;
      return [
        problem(name, `the kubelet's version cannot be told: ${installed.why}`, hint === undefined ? {} : { hint }),
      ];
    }
    const behind = minorNumber(wanted) - minorNumber(installed.version);
    if (behind < 0) {
      return [
        problem(name, `the kubelet is ${installed.version}, newer than the control plane ${wanted}`, {
          hint: `install the kubelet of ${minor.minor}, or choose a newer --kubernetes-version`,
        }),
      ];
    }
    if (behind > minor.kubeletMinorsBehind) {
      return [
        problem(
          name,
          `the kubelet is ${installed.version}, more than ${minor.kubeletMinorsBehind} minors older than ${wanted}`,
          { hint: `install the kubelet of ${minor.minor}` },
        ),
      ];
    }
    return [];
  },
};

/**
 * The installed kubelet is one that a cluster of the oldest served minor would still take. Before the cluster has been
 * asked more cannot be told, and kubeadm's join asks no more either (1.36.3).
 */
export const kubeletNotTooOld: Check = {
  name,
  async look(context) {
    const installed = await context.kubelet();
    const oldest = `${servedMinors.oldest}.0`;
    if (installed.version !== undefined && semver.gte(installed.version, oldest)) return [];
    const cluster = { ...context.spec.cluster, kubernetesVersion: oldest };
    const asked = { ...context, spec: { ...context.spec, cluster }, minor: minorFacts(oldest) };
    return kubeletSkew.look(asked);
  },
};

function minorNumber(version: string): number {
  return semver.major(version) * 1000 + semver.minor(version);
}
