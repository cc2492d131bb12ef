import { describe, expect, it } from 'vitest';
import { CommandNotFound, type Exec } from '../../src/host/exec.ts';

/** What every Exec must do; `true`, `false`, `echo` and `cat` have to be there. */
export function execContract(name: string, make: () => Exec): void {
  describe(`Exec contract: ${name}`, () => {
    it('gives exit code and output', async () => {
      const exec = make();
      expect(await exec.run('true', [])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      expect((await exec.run('false', [])).exitCode).toBe(1);
      expect(await exec.run('echo', ['a  b', '$HOME'])).toEqual({ exitCode: 0, stdout: 'a  b $HOME\n', stderr: '' });
    });

    it('feeds input', async () => {
      expect((await make().run('cat', [], { input: 'one\ntwo' })).stdout).toBe('one\ntwo');
    });

    it('finds programs by name and by path', async () => {
      const exec = make();
      const found = await exec.find('cat');
      expect(found).toMatch(/^\/.*\/cat$/);
      expect(await exec.find(found!)).toBe(found);
      expect((await exec.run(found!, [], { input: 'x' })).stdout).toBe('x');
    });

    it('tells a missing program by its own kind of error', async () => {
      const exec = make();
      expect(await exec.find('tsadm-no-such-program')).toBeUndefined();
      await expect(exec.run('tsadm-no-such-program', [])).rejects.toBeInstanceOf(CommandNotFound);
    });
  });
}
