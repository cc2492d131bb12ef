import { Secret } from '../../../src/plan/secret.ts';
import { clusterWithDefaults } from '../../../src/spec/cluster-defaults.ts';
import type { JoinSpec } from '../../../src/spec/join-spec.ts';
import { joiningSpec } from '../../phases/join/joining-spec.ts';
import { fitSpec } from './fit-machine.ts';

/** A worker on the machine of `fitMachine`, as it is before the cluster has been asked. */
export function worker(apiServerEndpoint = '10.0.0.1:6443', more: Partial<JoinSpec> = {}): JoinSpec {
  const token = new Secret('abcdef.0123456789abcdef');
  const bootstrapToken = { token, apiServerEndpoint, caCertHashes: [], unsafeSkipCAVerification: true };
  const { criSocket } = fitSpec.nodeRegistration;
  return {
    ...joiningSpec({ controlPlane: false, nodeRegistration: { name: 'cp1', criSocket } }),
    cluster: clusterWithDefaults({}),
    discovery: { bootstrapToken, tlsBootstrapToken: token },
    ...more,
  };
}
