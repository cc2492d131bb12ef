import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from './lock.ts';
import { timed } from './progress.ts';

/** Everything the lab makes lies here: outside the tree, so that no build or clean-up of the project touches it. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return process.env['TSADM_LAB_CACHE'] || join(base, 'tsadm-lab');
}

/** A path in the cache. */
export function cached(...parts: string[]): string {
  return join(cacheFolder(), ...parts);
}

/** Eight digits that change whenever a recipe changes: put in a folder's name, they make an old result unused. */
export function recipeDigest(recipe: unknown): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
}

/**
 * Makes a file or folder of the cache once. It is made under another name and renamed when whole, so that an
 * interrupted making is never mistaken for a result; a lock lets a second process wait instead of doing it again.
 */
export async function makeOnce(path: string, what: string, make: (partial: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  return withLock(`${path}.lock`, `making ${what}`, async () => {
    if (existsSync(path)) return path;
    const partial = `${path}.partial`;
    rmSync(partial, { recursive: true, force: true });
    await timed(what, () => make(partial));
    renameSync(partial, path);
    return path;
  });
}
