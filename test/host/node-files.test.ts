import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EffectError } from '../../src/errors.ts';
import { nodeFiles } from '../../src/host/node-files.ts';
import { temporaryFolder } from './temporary.ts';

const modes = { mode: 0o644, directoryMode: 0o755 };

describe('a root', () => {
  it('is never left by absolute links, relative links or dots', async () => {
    const outside = temporaryFolder();
    const root = join(outside, 'root');
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(outside, 'secret'), 'outside');
    symlinkSync(join(outside, 'secret'), join(root, 'absolute'));
    symlinkSync('../../../../../../../../../../secret', join(root, 'etc/relative'));
    symlinkSync('../..', join(root, 'etc/up'));
    const files = nodeFiles({ root });
    expect(await files.read('/absolute')).toBeUndefined();
    expect(await files.read('/etc/relative')).toBeUndefined();
    expect(await files.read('/etc/up/secret')).toBeUndefined();
    expect(await files.read('/../secret')).toBeUndefined();
    await files.write('/absolute', 'inside', modes);
    await files.write('/etc/relative', 'inside too', modes);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('outside');
    expect(readFileSync(join(root, outside, 'secret'), 'utf8')).toBe('inside');
    expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('inside too');
  });

  it('names files as they are called inside', async () => {
    const files = nodeFiles({ root: temporaryFolder() });
    await files.write('/file', 'x', modes);
    await expect(files.write('/file/below', 'x', modes)).rejects.toThrow(
      "ENOTDIR: not a directory, open '/file/below'",
    );
  });
});

describe('a write that fails', () => {
  it('leaves the old file and no temporary one', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken/full'), { recursive: true });
    const writing = nodeFiles().write(join(folder, 'taken'), 'x', modes);
    await expect(writing).rejects.toMatchObject({ code: 'EISDIR', path: join(folder, 'taken') });
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('tells which file when the disk is full', async () => {
    const appending = nodeFiles().append('/dev/full', 'x', { mode: 0o600 });
    await expect(appending).rejects.toMatchObject({ code: 'ENOSPC', path: '/dev/full' });
    await expect(appending).rejects.toThrow("ENOSPC: no space left on device, write '/dev/full'");
  });

  it('says in words that a mounted file cannot be replaced', async ({ skip }) => {
    const folder = temporaryFolder();
    const target = join(folder, 'mounted');
    writeFileSync(target, 'old');
    try {
      execFileSync('mount', ['--bind', target, target], { stdio: 'ignore' });
    } catch {
      return skip('mounting is not allowed here');
    }
    onTestFinished(() => {
      execFileSync('umount', [target]);
    });
    const writing = nodeFiles().write(target, 'new', modes);
    await expect(writing).rejects.toBeInstanceOf(EffectError);
    await expect(writing).rejects.toThrow(`${target} is a mount point and cannot be replaced as a whole`);
    expect(readdirSync(folder)).toEqual(['mounted']);
    expect(readFileSync(target, 'utf8')).toBe('old');
  });
});

describe('a write', () => {
  it('never shows a half-written file and hides its temporary one from the kubelet', async () => {
    const folder = temporaryFolder();
    const files = nodeFiles();
    const target = join(folder, 'kube-apiserver.yaml');
    await files.write(target, 'a'.repeat(1000), modes);
    let writing = true;
    const seen = new Set<number>();
    const watch = (async () => {
      while (writing) {
        for (const name of readdirSync(folder))
          expect(name === 'kube-apiserver.yaml' || name.startsWith('.')).toBe(true);
        seen.add(statSync(target).size);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 0; round < 20; round += 1) {
      await files.write(target, 'b'.repeat(round % 2 === 0 ? 2_000_000 : 1000), modes);
    }
    writing = false;
    await watch;
    expect([...seen].every((size) => size === 1000 || size === 2_000_000)).toBe(true);
  });

  it('keeps names as long as the file system allows', async () => {
    const target = join(temporaryFolder(), 'n'.repeat(255));
    await nodeFiles().write(target, 'x', modes);
    expect(readFileSync(target, 'utf8')).toBe('x');
  });

  it('is not narrowed by the umask', async () => {
    const folder = temporaryFolder();
    const before = process.umask(0o077);
    onTestFinished(() => {
      process.umask(before);
    });
    const files = nodeFiles();
    await files.write(join(folder, 'a/b'), 'x', { mode: 0o644, directoryMode: 0o755 });
    await files.append(join(folder, 'log'), 'x', { mode: 0o640 });
    await files.createExclusive(join(folder, 'lock'), 'x', { mode: 0o644 });
    const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777;
    expect(['a', 'a/b', 'log', 'lock'].map(modeOf)).toEqual([0o755, 0o644, 0o640, 0o644]);
  });
});

it.skipIf(process.geteuid?.() !== 0)('leaves a file that it writes anew to its owner', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'key');
  const files = nodeFiles();
  writeFileSync(path, 'old', { mode: 0o600 });
  chownSync(path, 1234, 2345);
  await files.write(path, 'new', { mode: 0o600, directoryMode: 0o755 });
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path)).toMatchObject({ uid: 1234, gid: 2345 });
});
