import { findMinorFacts, minorOf, servedMinors } from '../../spec/versions.ts';
import { type Check, problem } from './check.ts';

const name = 'KubernetesVersion';

/** The version to be set up is one that this program knows how to set up. */
export const kubernetesVersion: Check = {
  name,
  async look({ spec }) {
    const version = spec.cluster.kubernetesVersion;
    if (minorOf(version) === undefined) return [problem(name, `${version} is not a Kubernetes version`)];
    if (findMinorFacts(version) !== undefined) return [];
    return [
      problem(name, `Kubernetes ${version} is outside what this program serves`, {
        hint: `choose a version from ${servedMinors.oldest} to ${servedMinors.newest} with --kubernetes-version`,
      }),
    ];
  },
};
