import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MACHINE_NAMES } from './addresses.ts';
import { groupName } from './cgroups.ts';
import { BRIDGE, cable, namespaceOf } from './network.ts';
import { machinesFolder } from './nspawn.ts';

/** What of the lab in this slot is on the host: for the test that nothing is, once machines are down. */
export function leftovers(): readonly string[] {
  const cables = new Set([BRIDGE, ...MACHINE_NAMES.map(cable)]);
  const spaces = new Set(MACHINE_NAMES.map(namespaceOf));
  const groupNames = new Set(MACHINE_NAMES.map(groupName));
  const links = list('/sys/class/net').filter((name) => cables.has(name));
  const namespaces = list('/run/netns').filter((name) => spaces.has(name));
  const groups = ['', ...list('/sys/fs/cgroup')].flatMap((hierarchy) =>
    list(join('/sys/fs/cgroup', hierarchy)).filter((name) => groupNames.has(name)),
  );
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`${machinesFolder()}/`));
  const processes = list('/proc').filter((pid) => /^\d+$/.test(pid) && isMachine(commandLine(pid)));
  return [
    ...links.map((name) => `interface ${name}`),
    ...namespaces.map((name) => `network namespace ${name}`),
    ...groups.map((name) => `cgroup ${name}`),
    ...mounts.map((line) => `mount ${line}`),
    ...processes.map((pid) => `process ${pid}`),
    ...list(machinesFolder()).map((name) => `folder of ${name}`),
  ];
}

function isMachine(words: string): boolean {
  return words.includes('systemd-nspawn') && words.includes(`${machinesFolder()}/`);
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
