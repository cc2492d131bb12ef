import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Processors that the executable is built for, named as Node.js names them. */
export type Architecture = 'x64' | 'arm64';

/** The Node.js inside the executable; a registry package `node-linux-ARCH` of this version is nothing but the binary. */
export const runtimeVersion = '26.10.0';

/** SHA-256 of the binaries: the executable is built from these and from nothing else. */
const digests: { readonly [architecture in Architecture]: string } = {
  x64: 'ab9c8eecf9f82d6693cdc3accced17034065c8d96213b0aa76a7e803d20ae1da',
  arm64: '71b004f18a82f3ea8f26109798564a12e5e4c7989a4c35b93851830b5815dd03',
};

/**
 * Path of the Node.js binary for an architecture; fetched once through npm, whichever registry it is set to.
 * @throws Error when what the registry gave is not the binary that this version of tsadm is built from
 */
export async function nodeRuntime(architecture: Architecture): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tsadm-build');
  const folder = join(cache, `node-${runtimeVersion}-${architecture}`);
  const binary = join(folder, 'package/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true });
    const partial = mkdtempSync(`${folder}.`);
    // "pack" fetches a package of any platform, "install" only those of this one. npm of Node 20 says much on stderr.
    const name = `node-linux-${architecture}`;
    try {
      await execute('npm', ['pack', `${name}@${runtimeVersion}`, '--pack-destination', partial], { cwd: tmpdir() });
      await execute('tar', ['-xzf', join(partial, `${name}-${runtimeVersion}.tgz`), '-C', partial]);
      rmSync(join(partial, `${name}-${runtimeVersion}.tgz`));
      // Another build may have been quicker.
      if (!existsSync(folder)) renameSync(partial, folder);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  const found = createHash('sha256')
    .update(await readFile(binary))
    .digest('hex');
  if (found !== digests[architecture]) {
    throw new Error(`${binary} has the SHA-256 ${found}, not ${digests[architecture]}; remove ${folder} and try again`);
  }
  return binary;
}
