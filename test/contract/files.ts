import { describe, expect, it } from 'vitest';
import type { Files } from '../../src/host/files.ts';

/** A file system for one test, empty below `top`. */
export interface FilesUnderTest {
  readonly files: Files;
  /** A folder that exists, in which everything happens. */
  readonly top: string;
  /** Makes a symbolic link, which the port cannot. */
  readonly link: (path: string, target: string) => void;
}

const modes = { mode: 0o600, directoryMode: 0o700 };

/** What every Files must do. */
export function filesContract(name: string, make: () => FilesUnderTest): void {
  describe(`Files contract: ${name}`, () => {
    it('gives undefined for what is not there', async () => {
      const { files, top } = make();
      expect(await files.read(`${top}/no`)).toBeUndefined();
      expect(await files.readBytes(`${top}/no`)).toBeUndefined();
      expect(await files.stat(`${top}/no`)).toBeUndefined();
      expect(await files.list(`${top}/no`)).toBeUndefined();
      expect(await files.read(`${top}/no/deeper`)).toBeUndefined();
    });

    it('gives undefined below a file too', async () => {
      const { files, top } = make();
      await files.write(`${top}/file`, 'x', modes);
      expect(await files.read(`${top}/file/below`)).toBeUndefined();
      expect(await files.stat(`${top}/file/below`)).toBeUndefined();
    });

    it('writes text and bytes and reads them back', async () => {
      const { files, top } = make();
      await files.write(`${top}/text`, 'grüß dich\n', modes);
      await files.write(`${top}/bytes`, new Uint8Array([0, 255, 128]), modes);
      expect(await files.read(`${top}/text`)).toBe('grüß dich\n');
      expect(await files.readBytes(`${top}/bytes`)).toEqual(Uint8Array.of(0, 255, 128));
    });

    it('sets the mode whatever was there and whatever the umask', async () => {
      const { files, top } = make();
      await files.write(`${top}/a`, '1', { mode: 0o666, directoryMode: 0o755 });
      expect(await files.stat(`${top}/a`)).toMatchObject({ kind: 'file', mode: 0o666, size: 1 });
      await files.write(`${top}/a`, '12', { mode: 0o640, directoryMode: 0o755 });
      expect(await files.stat(`${top}/a`)).toMatchObject({ kind: 'file', mode: 0o640, size: 2 });
    });

    it('makes missing folders with their mode and leaves existing ones alone', async () => {
      const { files, top } = make();
      await files.makeDirectory(`${top}/one`, 0o711);
      await files.write(`${top}/one/two/three/file`, 'x', { mode: 0o600, directoryMode: 0o777 });
      expect((await files.stat(`${top}/one`))?.mode).toBe(0o711);
      expect(await files.stat(`${top}/one/two`)).toMatchObject({ kind: 'directory', mode: 0o777 });
      expect((await files.stat(`${top}/one/two/three`))?.mode).toBe(0o777);
      await files.makeDirectory(`${top}/one`, 0o700);
      expect((await files.stat(`${top}/one`))?.mode).toBe(0o711);
    });

    it('leaves nothing else behind in the folder', async () => {
      const { files, top } = make();
      await files.write(`${top}/b`, '1', modes);
      await files.write(`${top}/a`, '1', modes);
      await files.write(`${top}/b`, '2', modes);
      await files.createExclusive(`${top}/c`, '1', { mode: 0o600 });
      expect(await files.list(top)).toEqual(['a', 'b', 'c']);
    });

    it('writes several files, and of those that cannot be written together none', async () => {
      const { files, top } = make();
      const wanted = [
        { path: `${top}/new/one`, content: '1', mode: 0o600 },
        { path: `${top}/new/two`, content: new Uint8Array([50]), mode: 0o644 },
        { path: `${top}/three`, content: '3', mode: 0o640 },
      ];
      await files.writeAll(wanted, { directoryMode: 0o750 });
      expect(await Promise.all(wanted.map(({ path }) => files.read(path)))).toEqual(['1', '2', '3']);
      expect(await Promise.all(wanted.map(async ({ path }) => (await files.stat(path))?.mode))).toEqual([
        0o600, 0o644, 0o640,
      ]);
      expect((await files.stat(`${top}/new`))?.mode).toBe(0o750);
      await files.write(`${top}/file`, 'x', modes);
      const half = [
        { path: `${top}/four`, content: '4', mode: 0o600 },
        { path: `${top}/file/five`, content: '5', mode: 0o600 },
      ];
      await expect(files.writeAll(half, { directoryMode: 0o755 })).rejects.toMatchObject({ code: 'ENOTDIR' });
      expect(await files.list(top)).toEqual(['file', 'new', 'three']);
      expect(await files.list(`${top}/new`)).toEqual(['one', 'two']);
    });

    it('follows symbolic links when it reads and when it writes', async () => {
      const { files, top, link } = make();
      await files.write(`${top}/real/file`, 'old', modes);
      link(`${top}/absolute`, `${top}/real/file`);
      link(`${top}/relative`, 'real/file');
      link(`${top}/folder`, 'real');
      link(`${top}/dangling`, 'real/fresh');
      expect(await files.read(`${top}/absolute`)).toBe('old');
      const names = ['absolute', 'folder', 'dangling', 'folder/', 'real/file', 'folder/file', 'none'];
      expect(await Promise.all(names.map((name) => files.isLink(`${top}/${name}`)))).toEqual([
        ...[true, true, true],
        ...[false, false, false, false],
      ]);
      await files.write(`${top}/relative`, 'new', modes);
      expect(await files.read(`${top}/real/file`)).toBe('new');
      expect(await files.read(`${top}/folder/file`)).toBe('new');
      await files.write(`${top}/dangling`, 'made', modes);
      expect(await files.read(`${top}/real/fresh`)).toBe('made');
      await files.write(`${top}/relative`, 'still a link', modes);
      expect(await files.read(`${top}/absolute`)).toBe('still a link');
    });

    it('says when links go in circles', async () => {
      const { files, top, link } = make();
      link(`${top}/a`, 'b');
      link(`${top}/b`, 'a');
      await expect(files.read(`${top}/a`)).rejects.toMatchObject({ code: 'ELOOP' });
      await expect(files.write(`${top}/a`, 'x', modes)).rejects.toMatchObject({ code: 'ELOOP' });
    });

    it('removes a link and not what it points to', async () => {
      const { files, top, link } = make();
      await files.write(`${top}/real/file`, 'x', modes);
      link(`${top}/link`, 'real');
      await files.remove(`${top}/link`);
      expect(await files.list(top)).toEqual(['real']);
      expect(await files.read(`${top}/real/file`)).toBe('x');
    });

    it('removes folders with all they hold, and what is missing', async () => {
      const { files, top } = make();
      await files.write(`${top}/a/b/c`, 'x', modes);
      await files.write(`${top}/ab`, 'x', modes);
      await files.remove(`${top}/a`);
      await files.remove(`${top}/a`);
      await files.remove(`${top}/ab/c`);
      expect(await files.list(top)).toEqual(['ab']);
    });

    it('empties a folder and leaves it, also by a link, and never follows a link inside', async () => {
      const { files, top, link } = make();
      await files.write(`${top}/real/a/b`, 'x', modes);
      await files.write(`${top}/real/.c`, 'x', modes);
      await files.write(`${top}/elsewhere/kept`, 'x', modes);
      link(`${top}/real/out`, `${top}/elsewhere`);
      link(`${top}/link`, 'real');
      await files.removeContents(`${top}/link`);
      expect(await files.list(`${top}/real`)).toEqual([]);
      expect(await files.list(top)).toEqual(['elsewhere', 'link', 'real']);
      expect(await files.list(`${top}/elsewhere`)).toEqual(['kept']);
      await files.removeContents(`${top}/none`);
    });

    it('appends, and makes the file with its mode', async () => {
      const { files, top } = make();
      await files.append(`${top}/log`, 'one\n', { mode: 0o666 });
      await files.append(`${top}/log`, 'two\n', { mode: 0o600 });
      expect(await files.read(`${top}/log`)).toBe('one\ntwo\n');
      expect((await files.stat(`${top}/log`))?.mode).toBe(0o666);
      await expect(files.append(`${top}/no/log`, 'x', { mode: 0o600 })).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('makes a file only once', async () => {
      const { files, top, link } = make();
      expect(await files.createExclusive(`${top}/lock`, '1', { mode: 0o640 })).toBe(true);
      expect(await files.createExclusive(`${top}/lock`, '2', { mode: 0o600 })).toBe(false);
      expect(await files.read(`${top}/lock`)).toBe('1');
      expect((await files.stat(`${top}/lock`))?.mode).toBe(0o640);
      link(`${top}/dangling`, 'nowhere');
      expect(await files.createExclusive(`${top}/dangling`, 'x', { mode: 0o600 })).toBe(false);
      expect(await files.list(top)).toEqual(['dangling', 'lock']);
      const orphan = files.createExclusive(`${top}/no/lock`, 'x', { mode: 0o600 });
      await expect(orphan).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('changes modes', async () => {
      const { files, top } = make();
      await files.write(`${top}/a`, 'x', modes);
      await files.chmod(`${top}/a`, 0o444);
      expect((await files.stat(`${top}/a`))?.mode).toBe(0o444);
      await expect(files.chmod(`${top}/no`, 0o444)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('gives files and folders to others, and a file that is written anew stays theirs', async () => {
      const { files, top, link } = make();
      const isRoot = process.getuid?.() === 0;
      const owner = isRoot ? { uid: 12, gid: 34 } : { uid: process.getuid!(), gid: process.getgid!() };
      await files.write(`${top}/a`, 'x', modes);
      link(`${top}/link`, 'a');
      await files.chown(`${top}/link`, owner);
      expect(await files.stat(`${top}/a`)).toMatchObject(owner);
      await files.write(`${top}/a`, 'y', modes);
      expect(await files.stat(`${top}/a`)).toMatchObject({ ...owner, mode: modes.mode });
      await files.makeDirectory(`${top}/folder`, 0o700);
      await files.chown(`${top}/folder`, owner);
      expect(await files.stat(`${top}/folder`)).toMatchObject({ ...owner, mode: 0o700 });
      await expect(files.chown(`${top}/no`, owner)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('renames files and folders, over files too', async () => {
      const { files, top } = make();
      await files.write(`${top}/a`, 'a', modes);
      await files.write(`${top}/b`, 'b', modes);
      await files.rename(`${top}/a`, `${top}/b`);
      expect(await files.list(top)).toEqual(['b']);
      expect(await files.read(`${top}/b`)).toBe('a');
      await files.write(`${top}/folder/deep/c`, 'c', modes);
      await files.rename(`${top}/folder`, `${top}/moved`);
      expect(await files.read(`${top}/moved/deep/c`)).toBe('c');
      await expect(files.rename(`${top}/no`, `${top}/x`)).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(files.rename(`${top}/b`, `${top}/no/b`)).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('throws what does not fit as the error of node:fs', async () => {
      const { files, top } = make();
      await files.write(`${top}/file`, 'x', modes);
      await files.write(`${top}/folder/file`, 'x', modes);
      await expect(files.read(`${top}/folder`)).rejects.toMatchObject({ code: 'EISDIR' });
      await expect(files.list(`${top}/file`)).rejects.toMatchObject({ code: 'ENOTDIR' });
      await expect(files.write(`${top}/folder`, 'x', modes)).rejects.toMatchObject({ code: 'EISDIR' });
      await expect(files.write(`${top}/file/x`, 'x', modes)).rejects.toMatchObject({ code: 'ENOTDIR' });
      await expect(files.makeDirectory(`${top}/file`, 0o755)).rejects.toMatchObject({ code: 'EEXIST' });
    });
  });
}
