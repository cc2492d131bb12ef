import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cached } from './cache.ts';
import { withLock } from './lock.ts';

const WANTED: { readonly [name: string]: string } = {
  // Pod traffic between machines crosses our bridge; the host's packet filter must not judge it a second time.
  'net/bridge/bridge-nf-call-iptables': '0',
  'net/bridge/bridge-nf-call-ip6tables': '0',
  // The value kube-proxy wants. It may not set it itself inside a machine, and would then not start.
  'net/netfilter/nf_conntrack_max': '131072',
  // systemd, containerd and the kubelet of every machine take a dozen each; labs of several slots add up.
  'fs/inotify/max_user_instances': '8192',
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

/** Labs of several slots share the host's values: one of them at a time looks at and changes them. */
const LOCK = 'host-sysctls.lock';

/** Sets what machines need and remembers what was there. The machine's folder is there already: it keeps the values. */
export async function prepareSysctls(): Promise<void> {
  await withLock(cached(LOCK), "setting the host's sysctls", async () => prepare());
}

/** Puts the host's values back, if no slot has a machine. */
export async function restoreSysctls(): Promise<void> {
  if (existsSync(cached(SAVED))) await withLock(cached(LOCK), "restoring the host's sysctls", async () => restore());
}

function prepare(): void {
  const names = [...Object.keys(WANTED), ...CHANGED_BY_KUBELET].filter((name) => existsSync(path(name)));
  if (!existsSync(cached(SAVED))) {
    const found = Object.fromEntries(names.map((name) => [name, readFileSync(path(name), 'utf8').trim()]));
    writeFileSync(cached(SAVED), JSON.stringify(found));
  }
  for (const name of names) if (WANTED[name]) writeFileSync(path(name), WANTED[name]);
}

function restore(): void {
  if (!existsSync(cached(SAVED)) || anySlotHasMachines()) return;
  const found = JSON.parse(readFileSync(cached(SAVED), 'utf8')) as { readonly [name: string]: string };
  for (const [name, value] of Object.entries(found)) if (existsSync(path(name))) writeFileSync(path(name), value);
  rmSync(cached(SAVED));
}

/** Machines of any slot need the values: the last lab that ends puts them back. */
export function anySlotHasMachines(): boolean {
  const folders = readdirSync(cached()).filter((name) => /^machines(-\d)?$/.test(name));
  return folders.some((folder) => readdirSync(cached(folder)).length > 0);
}

function path(name: string): string {
  return `/proc/sys/${name}`;
}
