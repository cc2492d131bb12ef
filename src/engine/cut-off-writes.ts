import type { Files } from '../host/files.ts';
import { isTemporaryNameOf } from '../host/temporary-name.ts';
import type { JournalState } from './journal.ts';

/**
 * Removes what lies under temporary names beside the files of a run: a kill during a write leaves it there, and it may be
 * half a key. Only names that such a write would give are touched.
 */
export async function removeCutOffWrites(files: Files, { paths }: Pick<JournalState, 'paths'>): Promise<void> {
  const namesIn = new Map<string, Set<string>>();
  for (const path of paths) {
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, cut) || '/';
    namesIn.set(folder, (namesIn.get(folder) ?? new Set()).add(path.slice(cut + 1)));
  }
  await Promise.all(
    [...namesIn].map(async ([folder, names]) => {
      for (const name of (await files.list(folder)) ?? []) {
        if (isTemporaryNameOf(names, name)) await files.remove(`${folder}/${name}`);
      }
    }),
  );
}
