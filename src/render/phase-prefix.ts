import type { Effect } from '../plan/effect.ts';

/** Prefixes that kubeadm prints and that are not the first part of the phase's path. */
const unlike: { readonly [path: string]: string } = {
  addon: 'addons',
  'addon/coredns': 'addons',
  'addon/kube-proxy': 'addons',
  'upload-config/kubelet': 'kubelet',
  'kubelet-wait-bootstrap': 'kubelet-start',
  'remove-etcd-member': 'reset',
  'cleanup-node': 'reset',
  images: 'config/images',
  'generate-csr': 'certs',
};

/** What a phase's lines begin with: `[certs]` for `certs/ca`. Programs look for these prefixes. */
export function phasePrefix(phase: string): string {
  return `[${unlike[phase] ?? phase.split('/')[0]}]`;
}

/** Waiting has prefixes of its own. */
export function effectPrefix(phase: string, effect: Effect): string {
  if (effect.kind !== 'await' || effect.probe.kind !== 'http') return phasePrefix(phase);
  return effect.probe.component === 'kubelet' ? '[kubelet-check]' : '[control-plane-check]';
}
