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

/** A registry package `node-linux-ARCH` of one version, which is nothing but the binary, and the SHA-256 of that. */
interface NodeRelease {
  readonly version: string;
  readonly digests: { readonly [architecture in Architecture]: string };
}

/**
 * The Node.js inside the executable. From 25 on, the binaries need libatomic.so.1, which plain Debian and Red Hat systems do not
 * have; all that this one needs is part of any of them (glibc 2.28 or newer, libstdc++, libgcc).
 */
export const runtime: NodeRelease = {
  version: '24.21.0',
  digests: {
    x64: '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
    arm64: '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
  },
};

/** The Node.js that puts a program into a binary: only from 25.5 on does it know how (`--build-sea`). */
export const builder: NodeRelease = {
  version: '26.10.0',
  digests: {
    x64: 'ab9c8eecf9f82d6693cdc3accced17034065c8d96213b0aa76a7e803d20ae1da',
    arm64: '71b004f18a82f3ea8f26109798564a12e5e4c7989a4c35b93851830b5815dd03',
  },
};

/**
 * Path of the Node.js binary for an architecture; fetched once through npm, whichever registry it is set to.
 * @throws Error when what the registry gave is not the binary that this version of tsadm is built from
 */
export async function nodeBinary({ version, digests }: NodeRelease, architecture: Architecture): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tsadm-build');
  const folder = join(cache, `node-${version}-${architecture}`);
  const binary = join(folder, 'package/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(cache, { recursive: true });
    const partial = mkdtempSync(`${folder}.`);
    // "pack" fetches a package of any platform, "install" only those of this one. npm of Node 20 says much on stderr.
    const name = `node-linux-${architecture}`;
    try {
      await execute('npm', ['pack', `${name}@${version}`, '--pack-destination', partial], { cwd: tmpdir() });
      await execute('tar', ['-xzf', join(partial, `${name}-${version}.tgz`), '-C', partial]);
      rmSync(join(partial, `${name}-${version}.tgz`));
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
