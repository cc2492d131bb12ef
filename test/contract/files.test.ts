import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { filesContract } from './files.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tsadm-files-'));
  folders.push(made);
  return made;
}

filesContract('memoryFiles', () => {
  const files = memoryFiles({ '/top': { directory: true } });
  return { files, top: '/top', link: (path, target) => files.put(path, { link: target }) };
});

filesContract('nodeFiles', () => ({
  files: nodeFiles(),
  top: folder(),
  link: (path, target) => symlinkSync(target, path),
}));

filesContract('nodeFiles with a root', () => {
  const root = folder();
  const files = nodeFiles({ root });
  return { files, top: '/.', link: (path, target) => symlinkSync(target, join(root, path)) };
});
