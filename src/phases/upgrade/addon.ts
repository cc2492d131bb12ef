import { coreDns } from '../../manifests/coredns.ts';
import { proxyMasks } from '../../manifests/env.ts';
import { kubeProxy } from '../../manifests/kube-proxy.ts';
import { patchesOf } from '../../manifests/patches.ts';
import { type ApiRef, refKey } from '../../plan/api-object.ts';
import type { Phase, Plan } from '../../plan/phase.ts';
import { laggards, type UpgradeSpec } from '../../spec/upgrade-spec.ts';
import { applyObjects } from '../apply-objects.ts';
import { patchLooks } from '../patch-looks.ts';
import { upgradeVia } from './via.ts';

const coreDnsDeployment: ApiRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'coredns',
  namespace: 'kube-system',
};

const flags = ['config', 'dry-run', 'kubeconfig', 'patches'];

/** Why an addon is left as it is: it is turned off, or it must not be newer than an API server (kubeadm 1.36.3). */
function leftAlone(addon: string, disabled: boolean, spec: UpgradeSpec): Plan | undefined {
  const others = laggards(spec);
  const why = disabled
    ? 'the configuration of the cluster turns it off'
    : others.length > 0
      ? `API servers of other control planes are to be upgraded first: ${others.join(', ')}`
      : undefined;
  return why === undefined
    ? undefined
    : { effects: [], notes: [{ level: 'info', text: `${addon} is left as it is: ${why}` }] };
}

const coredns: Phase<UpgradeSpec> = {
  name: 'coredns',
  short: 'Upgrade CoreDNS',
  flags,
  reads: ['cluster'],
  runIf: ({ controlPlane }) => controlPlane,
  looks: (spec) => [{ kind: 'object', ref: coreDnsDeployment, via: upgradeVia(spec) }, ...patchLooks(spec)],
  steps: [
    ({ spec, facts }) => {
      const left = leftAlone('CoreDNS', spec.cluster.dns.disabled, spec);
      if (left !== undefined) return left;
      const found = facts.objects.get(refKey(coreDnsDeployment));
      const existing = found?.state === 'present' ? { existing: found.object } : {};
      const objects = coreDns(spec, { ...existing, patches: patchesOf(spec, facts) });
      return {
        effects: applyObjects('addon/coredns', 'resolve the names of Services and Pods', objects, upgradeVia(spec)),
      };
    },
  ],
};

const kubeProxyPhase: Phase<UpgradeSpec> = {
  name: 'kube-proxy',
  short: 'Upgrade kube-proxy',
  flags,
  reads: ['cluster'],
  runIf: ({ controlPlane }) => controlPlane,
  looks: patchLooks,
  steps: [
    ({ spec, facts }) => {
      const left = leftAlone('kube-proxy', spec.cluster.proxy.disabled, spec);
      if (left !== undefined) return left;
      const objects = kubeProxy(spec, facts.node, patchesOf(spec, facts));
      return {
        effects: applyObjects(
          'addon/kube-proxy',
          'route the addresses of Services on every node',
          objects,
          upgradeVia(spec),
          proxyMasks(facts.node),
        ),
      };
    },
  ],
};

/** Upgrades what every cluster has besides its control plane, when the last API server is upgraded. */
export const addon: Phase<UpgradeSpec> = {
  name: 'addon',
  aliases: ['addons'],
  short: 'Upgrade CoreDNS and kube-proxy',
  all: { short: 'Upgrade all addons', flags },
  children: [coredns, kubeProxyPhase],
};
