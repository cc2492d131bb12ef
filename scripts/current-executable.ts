import { createHash } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Architecture } from './node-runtime.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The executable of this machine's architecture, as `npm run build:exe` makes it. */
export const programPath = join(root, 'dist/tsadm');

/** What the program at `programPath` was made from: the digest of its sources. */
const madeFrom = join(root, 'dist/tsadm.made-from');

/** What was built of one architecture. */
export interface Built {
  readonly path: string;
  readonly bytes: number;
  /** Bytes of compiled code in it. */
  readonly cached: number;
}

/** Builds `dist/tsadm-linux-ARCH`, and `dist/tsadm` as a second name of it when it is for this machine. */
export async function buildExecutable(architecture: Architecture): Promise<Built> {
  const sources = sourceDigest();
  const path = `dist/tsadm-linux-${architecture}`;
  // Whoever only asks for the path loads no compiler.
  const { executable } = await import('./executable.ts');
  const built = await executable(join(root, path), architecture);
  if (architecture === process.arch) {
    const temporary = `${programPath}.${process.pid}`;
    rmSync(madeFrom, { force: true });
    linkSync(join(root, path), temporary);
    renameSync(temporary, programPath);
    writeFileSync(madeFrom, sources);
  }
  return { path, ...built };
}

/**
 * Path of an executable of the sources as they are now; it is built when there is none, or when sources have changed
 * since (some seconds). With TSADM_LAB_BUILT set, whatever is there is taken as it is.
 * @throws Error when there is none, or when it cannot be built
 */
export async function currentExecutable(say: (text: string) => void): Promise<string> {
  if (process.env['TSADM_LAB_BUILT']) {
    if (!existsSync(programPath)) throw new Error(`TSADM_LAB_BUILT is set, and there is no ${programPath}`);
    return programPath;
  }
  if (existsSync(programPath) && existsSync(madeFrom) && readFileSync(madeFrom, 'utf8') === sourceDigest()) {
    return programPath;
  }
  say('building dist/tsadm, the executable');
  try {
    await buildExecutable(process.arch as Architecture);
  } catch (error) {
    throw new Error(`dist/tsadm cannot be built (npm run build:exe): ${(error as Error).message}`, { cause: error });
  }
  return programPath;
}

/** Digest of every file that the executable is made from; the lock file stands for the packages. */
function sourceDigest(): string {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json', ...filesBelow('src'), ...filesBelow('scripts')]) {
    hash.update(`${name}\n`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
