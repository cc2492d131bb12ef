import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';

/** What of the lab is on the host: for the test that nothing is, once machines are down. */
export function leftovers(): readonly string[] {
  const links = list('/sys/class/net').filter(
    (name) => name === 'tsadm-lab' || /^lab-(cp|w|etcd|lb|registry)/.test(name),
  );
  const namespaces = list('/run/netns').filter((name) => name.startsWith('tsadm-lab-'));
  const groups = ['', ...list('/sys/fs/cgroup')].flatMap((hierarchy) =>
    list(join('/sys/fs/cgroup', hierarchy)).filter((name) => name.startsWith('tsadm-lab-')),
  );
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(join(cacheFolder(), 'machines')));
  const processes = list('/proc').filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes('systemd-nspawn'));
  return [
    ...links.map((name) => `interface ${name}`),
    ...namespaces.map((name) => `network namespace ${name}`),
    ...groups.map((name) => `cgroup ${name}`),
    ...mounts.map((line) => `mount ${line}`),
    ...processes.map((pid) => `process ${pid}`),
    ...list(join(cacheFolder(), 'machines')).map((name) => `folder of ${name}`),
  ];
}

function list(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch {
    return []; // A file, not a folder.
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
