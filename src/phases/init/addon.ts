import { coreDns, coreDnsPrinted } from '../../manifests/coredns.ts';
import { proxyMasks } from '../../manifests/env.ts';
import { kubeProxy, kubeProxyPrinted } from '../../manifests/kube-proxy.ts';
import { patchesOf } from '../../manifests/patches.ts';
import type { KubeObject } from '../../plan/json.ts';
import type { Phase, Plan } from '../../plan/phase.ts';
import type { InitSpec } from '../../spec/types.ts';
import { toYamlStream } from '../../spec/yaml-write.ts';
import { adminVia, ensureClusterAdmins } from '../admin-via.ts';
import { applyObjects } from '../apply-objects.ts';
import { dnsAddon, dnsDeploymentFound, dnsLooks } from '../dns-addon.ts';
import { patchLooks } from '../patch-looks.ts';

const everyFlag = ['config', 'dry-run', 'image-repository', 'kubeconfig', 'kubernetes-version'];
const proxyFlags = ['apiserver-advertise-address', 'apiserver-bind-port', 'control-plane-endpoint', 'pod-network-cidr'];
const dnsFlags = ['feature-gates', 'service-cidr', 'service-dns-domain'];

/** --print-manifest: the objects on standard output, nothing done. */
function printed(objects: readonly KubeObject[]): Plan {
  return { effects: [], notes: [{ level: 'output', text: `---\n${toYamlStream(objects)}` }] };
}

const coredns: Phase<InitSpec> = {
  name: 'coredns',
  short: 'Install CoreDNS',
  flags: [...everyFlag, ...dnsFlags, 'print-manifest'],
  // Printing asks for the objects, whether this cluster gets them or not.
  runIf: (spec) => spec.options.printManifest || !spec.cluster.dns.disabled,
  reads: ['advertise-address', 'kubernetes-version'],
  looks: (spec) => (spec.options.printManifest ? patchLooks(spec) : [...dnsLooks(adminVia(spec)), ...patchLooks(spec)]),
  steps: [
    ({ spec, facts }) => {
      const patches = patchesOf(spec, facts);
      if (spec.options.printManifest) return printed(coreDnsPrinted(spec, { patches }));
      const found = dnsDeploymentFound(facts);
      const wanted = coreDns(spec, { ...(found !== undefined && { existing: found }), patches });
      const { kubernetesVersion } = spec.cluster;
      const dns = dnsAddon('addon/coredns', wanted, kubernetesVersion, facts, adminVia(spec));
      return {
        effects: [
          ...ensureClusterAdmins('addon/coredns', spec),
          ...dns.first,
          ...applyObjects('addon/coredns', 'resolve the names of Services and Pods', dns.objects, adminVia(spec)),
        ],
        notes: dns.notes,
        refusals: dns.refusals,
      };
    },
  ],
};

const kubeProxyPhase: Phase<InitSpec> = {
  name: 'kube-proxy',
  short: 'Install kube-proxy',
  flags: [...everyFlag, ...proxyFlags, 'print-manifest'],
  runIf: (spec) => spec.options.printManifest || !spec.cluster.proxy.disabled,
  reads: ['advertise-address', 'kubernetes-version'],
  looks: patchLooks,
  steps: [
    ({ spec, facts }) => {
      const patches = patchesOf(spec, facts);
      if (spec.options.printManifest) return printed(kubeProxyPrinted(spec, facts.node, patches));
      return {
        effects: [
          ...ensureClusterAdmins('addon/kube-proxy', spec),
          ...applyObjects(
            'addon/kube-proxy',
            'route the addresses of Services on every node',
            kubeProxy(spec, facts.node, patches),
            adminVia(spec),
            proxyMasks(facts.node),
          ),
        ],
      };
    },
  ],
};

/** What every cluster needs besides its control plane. */
export const addon: Phase<InitSpec> = {
  name: 'addon',
  aliases: ['addons'],
  short: 'Install CoreDNS and kube-proxy',
  all: { short: 'Install all addons', flags: [...everyFlag, ...proxyFlags, ...dnsFlags] },
  children: [coredns, kubeProxyPhase],
};
