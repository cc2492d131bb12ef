import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { nodeExec } from '../../src/host/node-exec.ts';
import { nodeFiles } from '../../src/host/node-files.ts';
import { nodeMounts } from '../../src/host/node-mounts.ts';
import { fakeMounts } from '../fakes/fake-mounts.ts';
import { memoryFiles } from '../fakes/memory-files.ts';
import { type MountsUnderTest, mountsContract } from './mounts.ts';

mountsContract('in memory', () => {
  const files = memoryFiles({ '/top': { directory: true } });
  return {
    mounts: fakeMounts(files),
    files,
    top: '/top',
    mount: (path) => files.mount(path),
    link: (path, target) => files.put(path, { link: target }),
    done: () => {},
  };
});

/** Whether this process may mount at all. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tsadm-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function onThisMachine(rooted: boolean): MountsUnderTest {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsadm-mounts-')));
  const root = rooted ? { root: folder } : {};
  const files = nodeFiles(root);
  const real = (path: string) => (rooted ? join(folder, path) : path);
  const mounted: string[] = [];
  return {
    mounts: nodeMounts({ ...root, exec: nodeExec({ env: process.env }) }),
    files,
    top: rooted ? '/top' : folder,
    mount(path) {
      execFileSync('mount', ['-t', 'tmpfs', 'tsadm test', real(path)]);
      mounted.push(real(path));
    },
    link: (path, target) => symlinkSync(target, real(path)),
    done() {
      for (const path of mounted.reverse()) {
        try {
          execFileSync('umount', ['--lazy', path], { stdio: 'ignore' });
        } catch {
          // The test has unmounted it.
        }
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe.skipIf(!mayMount())('with real mounts', () => {
  mountsContract('this machine', () => onThisMachine(false));
  mountsContract('below a root', () => onThisMachine(true));
});
