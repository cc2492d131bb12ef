import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cached } from './cache.ts';

const WANTED: { readonly [name: string]: string } = {
  // Pod traffic between machines crosses our bridge; the host's packet filter must not judge it a second time.
  'net/bridge/bridge-nf-call-iptables': '0',
  'net/bridge/bridge-nf-call-ip6tables': '0',
  // The value kube-proxy wants. It may not set it itself inside a machine, and would then not start.
  'net/netfilter/nf_conntrack_max': '131072',
  // Refusals of what machines send to the outside come at once and always (see NO_OUTSIDE in network.ts).
  'net/ipv4/route/error_cost': '0',
  'net/ipv4/icmp_ratelimit': '0',
};

/** What a kubelet changes for its own ends; these have no namespace, so the host's values change too. */
const CHANGED_BY_KUBELET = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
];

const SAVED = 'host-sysctls.json';

/** Sets what machines need and remembers what was there. */
export function prepareSysctls(): void {
  const names = [...Object.keys(WANTED), ...CHANGED_BY_KUBELET].filter((name) => existsSync(path(name)));
  if (!existsSync(cached(SAVED))) {
    const found = Object.fromEntries(names.map((name) => [name, readFileSync(path(name), 'utf8').trim()]));
    writeFileSync(cached(SAVED), JSON.stringify(found));
  }
  for (const name of names) if (WANTED[name]) writeFileSync(path(name), WANTED[name]);
}

/** Puts the host's values back. */
export function restoreSysctls(): void {
  if (!existsSync(cached(SAVED))) return;
  const found = JSON.parse(readFileSync(cached(SAVED), 'utf8')) as { readonly [name: string]: string };
  for (const [name, value] of Object.entries(found)) if (existsSync(path(name))) writeFileSync(path(name), value);
  rmSync(cached(SAVED));
}

function path(name: string): string {
  return `/proc/sys/${name}`;
}
