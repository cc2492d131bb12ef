import type { AppliedPatch } from '../manifests/patches.ts';
import type { Note } from '../plan/phase.ts';

/** One line for every user patch that changed an object. */
export function patchNotes(applied: readonly AppliedPatch[]): readonly Note[] {
  return applied.map(({ target, type, file }) => ({
    level: 'info',
    text: `applied ${type} patch ${file} to ${target}`,
  }));
}
