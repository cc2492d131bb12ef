import type { Host } from '../../host/host.ts';
import type { InitSpec } from '../../spec/types.ts';
import { type MinorFacts, minorFacts } from '../../spec/versions.ts';
import { type KubeletVersion, readKubeletVersion } from '../kubelet-version.ts';

/** What checks may look at. */
export interface CheckContext {
  readonly host: Host;
  readonly spec: InitSpec;
  /** Facts of the minor that is to be set up. */
  readonly minor: MinorFacts;
  /** Version of the installed kubelet; several checks ask, it is started once. */
  readonly kubelet: () => Promise<KubeletVersion>;
}

/** A context for one round of checks. */
export function checkContext(spec: InitSpec, host: Host): CheckContext {
  let kubelet: Promise<KubeletVersion> | undefined;
  return {
    host,
    spec,
    minor: minorFacts(spec.cluster.kubernetesVersion),
    kubelet: () => {
      kubelet ??= readKubeletVersion(host);
      return kubelet;
    },
  };
}
