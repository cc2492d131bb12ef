import { gunzipSync } from 'node:zlib';
import type { Files } from '../../host/files.ts';

/** Options of the running kernel that are built in or are modules, without `CONFIG_`; undefined when nowhere to be read. */
export async function readKernelConfig(release: string, files: Files): Promise<ReadonlySet<string> | undefined> {
  for (const path of places(release)) {
    const text = await readText(path, files);
    if (text !== undefined) return new Set([...text.matchAll(/^CONFIG_(\w+)=[ym]$/gm)].map(([, option]) => option!));
  }
  return undefined;
}

/** Where distributions keep it (kubeadm-cli-config.md, 4.8). */
function places(release: string): readonly string[] {
  return [
    '/proc/config.gz',
    `/boot/config-${release}`,
    `/usr/src/linux-${release}/.config`,
    '/usr/src/linux/.config',
    `/usr/lib/modules/${release}/config`,
    `/usr/lib/ostree-boot/config-${release}`,
    `/usr/lib/kernel/config-${release}`,
    `/usr/src/linux-headers-${release}/.config`,
    `/lib/modules/${release}/build/.config`,
  ];
}

async function readText(path: string, files: Files): Promise<string | undefined> {
  try {
    const bytes = await files.readBytes(path);
    if (bytes === undefined) return undefined;
    return (path.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString('utf8');
  } catch {
    return undefined;
  }
}
