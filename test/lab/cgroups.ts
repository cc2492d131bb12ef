import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { slotted } from './slot.ts';

/**
 * Every machine starts in a cgroup of its own in each hierarchy, and takes that for the root. Otherwise the machines'
 * systemds would share one tree and stop each other's services.
 */
export function makeCgroups(name: string): readonly string[] {
  return hierarchies().map((hierarchy) => {
    const group = join(hierarchy, groupName(name));
    mkdirSync(group, { recursive: true });
    // A new cpuset holds no processor and no memory, and takes no process until it does.
    for (const file of ['cpuset.cpus', 'cpuset.mems']) {
      if (existsSync(join(group, file))) writeFileSync(join(group, file), readFileSync(join(hierarchy, file)));
    }
    return join(group, 'cgroup.procs');
  });
}

/** Removes a machine's cgroups, deepest first; a group stays busy for a moment after its last process ended. */
export async function removeCgroups(name: string): Promise<void> {
  for (const hierarchy of hierarchies()) {
    for (let tries = 0; !removeTree(join(hierarchy, groupName(name))); tries++) {
      if (tries > 100) throw new Error(`processes are left in ${join(hierarchy, groupName(name))}`);
      await sleep(50);
    }
  }
}

/** Processes of a machine, wherever in its groups they are. */
export function cgroupProcesses(name: string): readonly number[] {
  const found = hierarchies().flatMap((hierarchy) => processesBelow(join(hierarchy, groupName(name))));
  return [...new Set(found)];
}

/**
 * Lets go on what the machine has frozen: runc freezes a container while it changes its groups, and what is frozen in
 * version 1 does not end by SIGKILL.
 */
export function thawCgroups(name: string): void {
  for (const hierarchy of hierarchies()) thaw(join(hierarchy, groupName(name)));
}

function thaw(group: string): void {
  try {
    const state = join(group, 'freezer.state');
    if (existsSync(state)) writeFileSync(state, 'THAWED');
    for (const below of subgroups(group)) thaw(below);
  } catch (error) {
    if (!['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

export function groupName(name: string): string {
  return `${slotted('tsadm-lab')}-${name}`;
}

/** The mounted hierarchies: one a controller with version 1, `unified` beside them, or the one of version 2. */
function hierarchies(): readonly string[] {
  const root = '/sys/fs/cgroup';
  if (existsSync(join(root, 'cgroup.procs'))) return [root];
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

function processesBelow(group: string): readonly number[] {
  try {
    const own = readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
    return [...own, ...subgroups(group).flatMap(processesBelow)];
  } catch (error) {
    // A machine that boots or ends makes and removes groups all the time.
    if (['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function removeTree(group: string): boolean {
  if (!existsSync(group)) return true;
  const emptied = subgroups(group).map(removeTree);
  if (emptied.includes(false)) return false;
  try {
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

function subgroups(group: string): readonly string[] {
  return readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(group, entry.name));
}
