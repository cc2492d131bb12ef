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
  if (unified === undefined)
    return { version: 1, controllers: mountedControllers(await files.read('/proc/self/cgroup')) };
  // Version 2 has no files for devices (it is done in eBPF) and freezer is a file of every group but the root.
  const freezer = (await hasFreezer(files)) ? ['freezer'] : [];
  return { version: 2, controllers: new Set([...unified.trim().split(/\s+/), 'devices', ...freezer]) };
}

/** `4:cpu,cpuacct:/` names two controllers. */
function mountedControllers(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? '').split('\n').flatMap((line) => (line.split(':')[1] ?? '').split(',')));
}

async function hasFreezer(files: Files): Promise<boolean> {
  for (const name of (await files.list(root)) ?? []) {
    if ((await files.stat(`${root}/${name}/cgroup.freeze`).catch(() => undefined)) !== undefined) return true;
  }
  return false;
}
