import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached } from './cache.ts';
import { cgroupProcesses, makeCgroups, thawCgroups } from './cgroups.ts';
import { run } from './command.ts';
import { namespaceOf } from './network.ts';
import { innerPid } from './process-id.ts';
import { slotted } from './slot.ts';

/** Where the machines of this slot are. */
export function machinesFolder(): string {
  return cached(slotted('machines'));
}

/** Where a machine's files are. */
export function machineFolder(name: string): string {
  return join(machinesFolder(), name);
}

/** The machine's own file system, as the host sees it. Bind mounts (below) are not in it. */
export function rootOf(name: string): string {
  return join(machineFolder(name), 'root');
}

/**
 * Folders that lie on the disk and not on the machine's overlay: containerd makes overlays itself, and the kernel
 * refuses one on another; etcd and the kubelet write much.
 */
const ON_DISK = { containerd: '/var/lib/containerd', kubelet: '/var/lib/kubelet', etcd: '/var/lib/etcd' } as const;

/** A folder of ON_DISK as the host sees it. */
export function onDisk(name: string, which: keyof typeof ON_DISK): string {
  return join(machineFolder(name), which);
}

/** Lays the machine's root: what it writes over the layers, topmost first. */
export async function mountRoot(name: string, layers: readonly string[]): Promise<void> {
  const folder = machineFolder(name);
  for (const part of ['upper', 'work', 'root', ...Object.keys(ON_DISK)])
    mkdirSync(join(folder, part), { recursive: true });
  const options = `lowerdir=${layers.join(':')},upperdir=${folder}/upper,workdir=${folder}/work`;
  await run('mount', '-t', 'overlay', namespaceOf(name), '-o', options, rootOf(name));
}

/** Takes the root away, if there is one. */
export async function unmountRoot(name: string): Promise<void> {
  const mounted = readFileSync('/proc/self/mounts', 'utf8').includes(` ${rootOf(name)} `);
  if (mounted) await run('umount', '-R', rootOf(name));
}

/** Moves itself into the cgroups it is given, then becomes the command after `--`. */
const ENTER = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';

/** Starts the machine's systemd and returns the host's pid of it. tmpfs: path → size, to be filled up in tests. */
export async function start(name: string, tmpfs: { readonly [path: string]: string }): Promise<number> {
  const log = openSync(join(machineFolder(name), 'console.log'), 'a');
  const disks = Object.entries(ON_DISK).filter(([, path]) => !tmpfs[path]);
  const nspawn = [
    ...['systemd-nspawn', '-q', '-D', rootOf(name), '--boot', `--machine=${slotted(name)}`, `--hostname=${name}`],
    // No systemd of the host is asked: there may be none, and the machine must not become a unit of it.
    ...[
      '--register=no',
      '--keep-unit',
      '--capability=all',
      '--private-users=no',
      '--resolv-conf=off',
      '--link-journal=no',
    ],
    ...[`--network-namespace-path=/run/netns/${namespaceOf(name)}`, '--bind=/dev/kmsg'],
    '--system-call-filter=@keyring bpf perf_event_open',
    ...disks.map(([part, path]) => `--bind=${join(machineFolder(name), part)}:${path}`),
    ...Object.entries(tmpfs).map(([path, size]) => `--tmpfs=${path}:size=${size},mode=0755`),
  ];
  const child = spawn('/bin/sh', ['-c', ENTER, 'sh', ...makeCgroups(name), '--', ...nspawn], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  closeSync(log);
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  for (let tries = 0; tries < 500 && !ended; tries++) {
    const found = leader(name);
    if (found) return found;
    await sleep(20);
  }
  throw new Error(`machine ${name} did not start:\n${readFileSync(join(machineFolder(name), 'console.log'), 'utf8')}`);
}

/** The host's pid of the machine's systemd; undefined when it is off. */
export function leader(name: string): number | undefined {
  return cgroupProcesses(name).find((pid) => innerPid(pid) === 1);
}

/** Ends every process of the machine at once, as if the power went. */
export async function cutPower(name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const alive = cgroupProcesses(name);
    if (alive.length === 0) break;
    if (tries > 200) throw new Error(`processes of ${name} do not end: ${alive.join(' ')}`);
    for (const pid of alive) kill(pid);
    thawCgroups(name);
    await sleep(20);
  }
  rmSync(`/run/systemd/nspawn/propagate/${slotted(name)}`, { recursive: true, force: true });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
