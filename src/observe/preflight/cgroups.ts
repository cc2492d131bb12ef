import type { Files } from '../../host/files.ts';

/** How this machine limits processes. */
export interface Cgroups {
  readonly version: 1 | 2;
  readonly controllers: ReadonlySet<string>;
}

const root = '/sys/fs/cgroup';

/** Looks at the mounted control groups. Machines with both count as version 1, since the kubelet uses that one then. */
export async function readCgroups(files: Files): Promise<Cgroups> {
  const unified = await files.read(`${root}/cgroup.controllers`);
  if (unified === undefined) return { version: 1, controllers: enabledControllers(await files.read('/proc/cgroups')) };
  // Version 2 has no files for devices (it is done in eBPF) and freezer is a file of every group but the root.
  const freezer = (await hasFreezer(files)) ? ['freezer'] : [];
  return { version: 2, controllers: new Set([...unified.trim().split(/\s+/), 'devices', ...freezer]) };
}

/** Lines of name, hierarchy, number of groups, and 1 when the kernel has it switched on. */
function enabledControllers(text: string | undefined): ReadonlySet<string> {
  const rows = (text ?? '').split('\n').map((line) => line.split(/\s+/));
  return new Set(rows.flatMap(([name, , , enabled]) => (enabled === '1' ? [name!] : [])));
}

async function hasFreezer(files: Files): Promise<boolean> {
  for (const name of (await files.list(root)) ?? []) {
    if ((await files.stat(`${root}/${name}/cgroup.freeze`).catch(() => undefined)) !== undefined) return true;
  }
  return false;
}
