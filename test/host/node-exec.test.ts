import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandTimedOut } from '../../src/host/exec.ts';
import { nodeExec } from '../../src/host/node-exec.ts';
import { temporaryFolder } from './temporary.ts';

function program(folder: string, name: string, script: string, mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), mode);
  return join(folder, name);
}

describe('nodeExec', () => {
  it('takes the first program on PATH that can be run', async () => {
    const folder = temporaryFolder();
    program(join(folder, 'a'), 'thing', 'echo not executable', 0o644);
    mkdirSync(join(folder, 'b/thing'), { recursive: true });
    const right = program(join(folder, 'c'), 'thing', 'echo right');
    program(join(folder, 'd'), 'thing', 'echo late');
    const exec = nodeExec({
      env: { PATH: ['relative', 'a', 'b', 'c', 'd'].map((name) => join(folder, name)).join(':') },
    });
    expect(await exec.find('thing')).toBe(right);
    expect((await exec.run('thing', [])).stdout).toBe('right\n');
  });

  it('keeps output apart and whole', async () => {
    const loud = program(temporaryFolder(), 'loud', 'echo out; echo err >&2; exit 7');
    const result = await nodeExec({ env: {} }).run(loud, []);
    expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' });
  });

  it('gives programs the environment it was made with, in English', async () => {
    const show = program(temporaryFolder(), 'show', 'echo "$LC_ALL $LANG $OURS $HOME"');
    const result = await nodeExec({ env: { OURS: 'yes', LC_ALL: 'de_DE' } }).run(show, []);
    expect(result.stdout).toBe('C  yes \n');
  });

  it('counts a signal as 128 and its number', async () => {
    const dying = program(temporaryFolder(), 'dying', 'kill -TERM $$');
    expect((await nodeExec({ env: {} }).run(dying, [])).exitCode).toBe(143);
  });

  it('ends what takes too long', async () => {
    const slow = program(temporaryFolder(), 'slow', 'exec sleep 60');
    const running = nodeExec({ env: {} }).run(slow, [], { timeoutMs: 100 });
    await expect(running).rejects.toBeInstanceOf(CommandTimedOut);
    await expect(running).rejects.toThrow('did not end within 0.1 s');
  });

  it('does not wait for input', async () => {
    expect(await nodeExec({ env: {} }).run('cat', [])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('says when a program cannot be started', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'broken'), '#!/no/such/interpreter\n');
    chmodSync(join(folder, 'broken'), 0o755);
    await expect(nodeExec({ env: {} }).run(join(folder, 'broken'), [])).rejects.toThrow('could not be started');
  });

  it('looks for programs below the root', async () => {
    const root = temporaryFolder();
    program(join(root, 'usr/bin'), 'inside', 'echo inside');
    const exec = nodeExec({ root, env: {} });
    expect(await exec.find('inside')).toBe('/usr/bin/inside');
    expect(await exec.find('cat')).toBeUndefined();
  });

  it('runs them chrooted there', async () => {
    const root = temporaryFolder();
    const bin = temporaryFolder();
    program(join(root, 'usr/bin'), 'inside', 'exit 1');
    // Changing the root needs to be root; what is tested is that chroot is asked to.
    program(bin, 'chroot', 'echo "$@"');
    program(join(root, bin), 'unused', 'exit 1');
    const exec = nodeExec({ root, env: { PATH: `${bin}:/usr/bin` } });
    expect((await exec.run('inside', ['a', 'b'])).stdout).toBe(`${root} /usr/bin/inside a b\n`);
  });
});
