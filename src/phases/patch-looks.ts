import type { Look } from '../plan/facts.ts';
import type { InitSpec } from '../spec/types.ts';

/** What a phase that takes user patches asks to be looked at. */
export function patchLooks(spec: Pick<InitSpec, 'patchesDirectory'>): readonly Look[] {
  return spec.patchesDirectory === '' ? [] : [{ kind: 'tree', path: spec.patchesDirectory }];
}
