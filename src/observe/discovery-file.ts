import type { Host } from '../host/host.ts';
import type { JoinConfiguration } from '../spec/join-types.ts';

/**
 * Whether the file with which `join` finds the cluster is there; URLs are asked when they are used.
 * @returns what is wrong, with the path of the field
 */
export async function missingDiscoveryFile(
  join: Pick<JoinConfiguration, 'discovery'>,
  host: Host,
): Promise<{ readonly path: readonly string[]; readonly message: string; readonly found: string } | undefined> {
  const file = join.discovery.file?.kubeConfigPath;
  if (file === undefined || /^https:/i.test(file)) return undefined;
  if ((await host.files.stat(file)) !== undefined) return undefined;
  return { path: ['discovery', 'file', 'kubeConfigPath'], message: 'there is no such file', found: file };
}
