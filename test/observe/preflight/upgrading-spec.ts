import { defaultOptions } from '../../../src/spec/defaults.ts';
import { loadUpgrade } from '../../../src/spec/load-upgrade.ts';
import { type UpgradeSpec, upgradeSpec } from '../../../src/spec/upgrade-spec.ts';

/** What `upgrade apply v1.36.3` knows on the one control plane of a cluster of 1.35. */
export function upgradingSpec(changes: Partial<UpgradeSpec> = {}): UpgradeSpec {
  const { spec } = loadUpgrade({ program: 'tsadm', overrides: [] });
  const plain = upgradeSpec(spec, 'apply', defaultOptions('tsadm'));
  const cluster = { ...plain.cluster, kubernetesVersion: 'v1.36.3' };
  const running = {
    apiServer: 'v1.35.4',
    apiServers: new Map([['cp1', 'v1.35.4']]),
    kubelets: new Map(),
    stored: cluster,
  };
  const criSocket = 'unix:///var/run/containerd/containerd.sock';
  const nodeRegistration = { ...plain.nodeRegistration, criSocket };
  return { ...plain, cluster, running, controlPlane: true, nodeRegistration, ...changes };
}
