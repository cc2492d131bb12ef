import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../scripts/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the built program under both of its names. */
    programFolder: string;
  }
}

/** Builds the program for the tests of this folder and takes it away again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tsadm-program-'));
  await bundle(join(folder, 'tsadm'));
  await symlink('tsadm', join(folder, 'kubeadm'));
  project.provide('programFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
