import type { Host } from '../../host/host.ts';
import { readKeptManifest } from '../../host/kept-manifest.ts';
import { manifestPath, type StaticPodName } from '../../spec/paths.ts';

/** A manifest that an upgrade has taken away, and no other has taken its place. */
export interface MissingManifest {
  readonly name: StaticPodName;
  /** Where the old one is kept. */
  readonly kept: string;
}

const names: readonly StaticPodName[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];

/** Static Pods that this node has had, without a manifest now. */
export async function observeMissingManifests({ files }: Pick<Host, 'files'>): Promise<readonly MissingManifest[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const note = await readKeptManifest(name, { files });
      // A note may be older than a reset, which takes the kept manifest with it.
      if (note === undefined || (await files.stat(note.kept).catch(() => undefined)) === undefined) return undefined;
      const there = await files.stat(manifestPath(name)).catch(() => undefined);
      return there === undefined ? { name, kept: note.kept } : undefined;
    }),
  );
  return found.flatMap((missing) => missing ?? []);
}
