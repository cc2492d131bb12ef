import type { NodeFacts } from '../plan/facts.ts';
import type { JsonObject } from '../plan/json.ts';
import { optionalCaDirectories } from '../spec/paths.ts';
import type { HostPathMount } from '../spec/types.ts';

/** CA folder of the host that every Linux distribution has. */
export const caDirectory = '/etc/ssl/certs';

/** A path of the host seen at the same place in the container. */
export function mountOf(
  name: string,
  path: string,
  pathType: 'DirectoryOrCreate' | 'FileOrCreate',
  readOnly = true,
): HostPathMount {
  return { name, hostPath: path, mountPath: path, readOnly, pathType };
}

/** The CA folders of the host: one that always is there and the optional ones that were found. */
export function caMounts(node: NodeFacts): readonly HostPathMount[] {
  const found = optionalCaDirectories.filter((directory) => node.caDirectories.includes(directory));
  return [
    mountOf('ca-certs', caDirectory, 'DirectoryOrCreate'),
    ...found.map((directory) => mountOf(directory.slice(1).replaceAll('/', '-'), directory, 'DirectoryOrCreate')),
  ];
}

/** Our mounts and the user's, by name; the user's replace ours of the same name, the last of a name counts. */
export function mergeMounts(ours: readonly HostPathMount[], users: readonly HostPathMount[]): readonly HostPathMount[] {
  const byName = new Map([...ours, ...users].map((mount) => [mount.name, mount]));
  return sortedByName([...byName.values()]);
}

/** Mounts sorted by name. */
export function sortedByName(mounts: readonly HostPathMount[]): readonly HostPathMount[] {
  return mounts.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A volume of a Pod. */
export function volume(mount: HostPathMount): JsonObject {
  return { name: mount.name, hostPath: { path: mount.hostPath, type: mount.pathType } };
}

/** A mount of a container. */
export function volumeMount(mount: HostPathMount): JsonObject {
  return { name: mount.name, mountPath: mount.mountPath, ...(mount.readOnly ? { readOnly: true } : {}) };
}
