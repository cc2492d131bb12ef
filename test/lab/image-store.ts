import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { baseTree } from './base-tree.ts';
import { cached, makeOnce, recipeDigest } from './cache.ts';
import { run } from './command.ts';
import { imageArchives } from './images.ts';
import { release } from './versions.ts';

/**
 * Imports every archive with containerd itself, its CRI plugin included: that one marks images as the kubelet's, and a
 * store without the marks looks empty to CRI.
 */
const IMPORT = `containerd >/run/containerd.log 2>&1 & daemon=$!
until ctr version >/dev/null 2>&1; do sleep 0.05; done
set -e
for folder in /images/*; do for archive in $folder/*.tar; do
  ctr -n k8s.io images import $archive >/dev/null
done; done
for reference in $(ctr -n k8s.io images ls -q | grep -v ^sha256:); do
  until ctr -n k8s.io images ls "name==$reference" | grep -q managed; do sleep 0.1; done
done
kill $daemon; wait $daemon || true
`;

/**
 * containerd's folder with the images of these releases imported and unpacked. Importing takes seconds and a gigabyte
 * a machine; this is done once, and machines get links to it (see linkStore).
 */
export async function imageStore(versions: readonly string[]): Promise<string> {
  const sorted = [...new Set(versions)].sort();
  const archives: string[] = [];
  for (const version of sorted) archives.push(await imageArchives(release(version)));
  const base = await baseTree();
  const target = cached('stores', `${sorted.join('+')}-${recipeDigest([archives, base, IMPORT])}`);
  return makeOnce(target, `importing the images of ${sorted.join(' and ')}`, async (partial) => {
    mkdirSync(partial, { recursive: true });
    const script = `${partial}.sh`;
    writeFileSync(script, IMPORT);
    const binds = archives.map((folder, index) => `--bind-ro=${folder}:/images/${index}`);
    try {
      await execa('systemd-nspawn', [
        ...['-q', '-D', base, '--volatile=overlay', '--register=no', '--keep-unit', '--private-users=no'],
        ...['--capability=all', '--private-network', '--resolv-conf=off', '--pipe', '--as-pid2'],
        ...[`--bind=${partial}:/var/lib/containerd`, `--bind-ro=${script}:/import.sh`, ...binds],
        ...['/bin/sh', '/import.sh'],
      ]);
    } finally {
      rmSync(script);
    }
  });
}

/**
 * Gives a machine the store's content without copying it. containerd writes blobs and committed snapshots once and
 * deletes them as wholes, so hard links are safe; its databases change in place and are copied.
 */
export async function linkStore(store: string, target: string): Promise<void> {
  for (const entry of readdirSync(target)) rmSync(join(target, entry), { recursive: true });
  // The folder itself stays: a running machine has it mounted.
  await run('cp', '-al', `${store}/.`, target);
  const databases = readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.db'));
  for (const path of databases) {
    rmSync(join(target, path));
    copyFileSync(join(store, path), join(target, path));
  }
}
