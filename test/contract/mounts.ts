import { afterEach, describe, expect, it } from 'vitest';
import type { Files } from '../../src/host/files.ts';
import type { Mounts } from '../../src/host/mounts.ts';

/** Mounts, the files beside them, and how something gets mounted. */
export interface MountsUnderTest {
  readonly mounts: Mounts;
  readonly files: Files;
  /** An empty folder of the test's own, by its real path. */
  readonly top: string;
  /** Mounts an empty file system on a folder that is there. */
  mount(path: string): void;
  link(path: string, target: string): void;
  /** Takes away everything. */
  done(): void;
}

/** What every Mounts must do, and what Files must not do across a mount point. */
export function mountsContract(name: string, make: () => MountsUnderTest): void {
  describe(`Mounts contract: ${name}`, () => {
    let given: MountsUnderTest | undefined;
    const modes = { mode: 0o600, directoryMode: 0o755 };
    afterEach(() => given?.done());

    async function machine(...points: readonly string[]) {
      given = make();
      for (const point of points) {
        await given.files.makeDirectory(`${given.top}/${point}`, 0o755);
        given.mount(`${given.top}/${point}`);
      }
      return given;
    }

    it('lists what is mounted below a folder, the last one first, and not the folder itself', async () => {
      const { mounts, top, link } = await machine('a', 'a/one', 'a/two', 'ab');
      expect(await mounts.below(`${top}/a`)).toEqual([`${top}/a/two`, `${top}/a/one`]);
      link(`${top}/link`, `${top}/a`);
      expect(await mounts.below(`${top}/link`)).toEqual([`${top}/a/two`, `${top}/a/one`]);
      expect(await mounts.below(`${top}/none`)).toEqual([]);
    });

    it('tells what a folder lies on, also one that is not there yet', async () => {
      const { mounts, top } = await machine('a');
      for (const path of [`${top}/a`, `${top}/a/none/below`]) {
        const found = await mounts.fileSystemOf(path);
        expect(found).toMatchObject({ kind: 'memory', type: 'tmpfs' });
        expect(found.freeBytes).toBeGreaterThan(0);
        expect(found.totalBytes).toBeGreaterThanOrEqual(found.freeBytes);
      }
      expect(await mounts.fileSystemOf('/none')).not.toMatchObject({ kind: 'network' });
    });

    it('unmounts, which hides what lies there, and is content when nothing is mounted', async () => {
      const { mounts, files, top } = await machine('a');
      await files.write(`${top}/a/file`, 'x', modes);
      await mounts.unmount(`${top}/a`);
      expect(await mounts.below(top)).toEqual([]);
      expect(await files.list(`${top}/a`)).toEqual([]);
      await mounts.unmount(`${top}/a`);
    });

    it('takes stacked mounts one by one', async () => {
      const { mounts, top } = await machine('a', 'a');
      expect(await mounts.below(top)).toEqual([`${top}/a`, `${top}/a`]);
      await mounts.unmount(`${top}/a`);
      expect(await mounts.below(top)).toEqual([`${top}/a`]);
    });

    it('passes over what a later mount hides', async () => {
      const { mounts, top } = await machine('a/one', 'a');
      expect(await mounts.below(top)).toEqual([`${top}/a`]);
      await mounts.unmount(`${top}/a`);
      expect(await mounts.below(top)).toEqual([`${top}/a/one`]);
    });

    it('removes all but what is mounted, and says so', async () => {
      const { files, top } = await machine('data/member/wal');
      await files.write(`${top}/data/member/wal/0.wal`, 'x', modes);
      await files.write(`${top}/data/member/snap/db`, 'x', modes);
      await files.write(`${top}/data/other`, 'x', modes);
      await expect(files.removeContents(`${top}/data`)).rejects.toMatchObject({
        code: 'EBUSY',
        message: expect.stringContaining(`${top}/data/member/wal`),
      });
      expect(await files.list(`${top}/data`)).toEqual(['member']);
      expect(await files.list(`${top}/data/member`)).toEqual(['wal']);
      expect(await files.read(`${top}/data/member/wal/0.wal`)).toBe('x');
      await expect(files.remove(`${top}/data`)).rejects.toMatchObject({ code: 'EBUSY' });
      expect(await files.read(`${top}/data/member/wal/0.wal`)).toBe('x');
    });

    it('empties a folder that is itself a mount point', async () => {
      const { files, top } = await machine('data');
      await files.write(`${top}/data/member/db`, 'x', modes);
      await files.removeContents(`${top}/data`);
      expect(await files.list(`${top}/data`)).toEqual([]);
    });
  });
}
