import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../../scripts/current-executable.ts';
import { kubernetesBinaries } from './components.ts';
import { placeProgram } from './node-files.ts';
import { rootOf } from './nspawn.ts';
import { DEFAULT_VERSION, release } from './versions.ts';

/** What can be put into a machine; kubelet and kubectl of the machine's own release are there already. */
export type InstallableProgram = 'kubeadm' | 'kubelet' | 'kubectl' | 'tsadm';

/** Puts a program into a machine's root. tsadm is `dist/tsadm` as it was built (build-program.ts), and all there is of it. */
export async function install(name: string, program: InstallableProgram, version = DEFAULT_VERSION): Promise<void> {
  const from = program === 'tsadm' ? programPath : join(await kubernetesBinaries(release(version)), program);
  if (!existsSync(from)) throw new Error(`${from} is not there: npm run build:exe`);
  placeProgram(from, rootOf(name), `/usr/bin/${program}`);
}
