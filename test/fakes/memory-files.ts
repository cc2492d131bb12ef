import type { FileStat, Files, FileToWrite } from '../../src/host/files.ts';

/** What a test puts in: text, or text with a mode, a folder, a symbolic link. Folders on the way are made with 0755. */
export type Seed =
  | string
  | { readonly text: string; readonly mode?: number }
  | { readonly directory: true; readonly mode?: number }
  | { readonly link: string };

type Entry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number; readonly owner?: Owner }
  | { readonly kind: 'directory'; readonly mode: number; readonly owner?: Owner }
  | { readonly kind: 'link'; readonly target: string };

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The operations that can be made to fail. */
export type FileOperation =
  | 'read'
  | 'stat'
  | 'list'
  | 'write'
  | 'append'
  | 'createExclusive'
  | 'chmod'
  | 'chown'
  | 'makeDirectory'
  | 'remove'
  | 'removeContents'
  | 'rename';

/** Files in memory, with what only tests need beside the port. */
export interface MemoryFiles extends Files {
  /** Makes operations on a path fail with an errno code such as ENOSPC; all of them, or the named ones, so many times. */
  failAt(path: string, code: string, options?: { readonly on?: FileOperation; readonly times?: number }): void;
  /** Puts something there as if it had always been there. */
  put(path: string, seed: Seed): void;
  /** Every file and its text, sorted by path; folders and links are not in it. */
  texts(): { readonly [path: string]: string };
  /** Every file and folder and its mode, sorted by path. */
  modes(): { readonly [path: string]: number };
  /** Mounts something at a path, which is a folder from then on; what lies there already is hidden. */
  mount(path: string): void;
  /** Mount points, in the order in which they were mounted. */
  readonly mounted: readonly string[];
  /** Takes away what was mounted there last; what lies on it is in `unmounted` then. */
  unmount(path: string): void;
  /** Files that lay on what is no longer mounted: mount point → path → text. */
  readonly unmounted: ReadonlyMap<string, { readonly [path: string]: string }>;
  /** Where a path leads when all links are followed. */
  realPath(path: string): string;
  /** What was changed, in order: `write /etc/x 0600`, `remove /etc/y`, … Failed operations are not in it. */
  readonly changes: readonly string[];
}

/**
 * A fake file system. It claims: the whole contract of the Files port (test/contract/files.ts), that is modes, parents made with
 * `directoryMode`, symbolic links followed, missing files as undefined, errors with node's errno codes. It does not claim: umask,
 * permissions checked, temporary files seen half-way.
 */
export function memoryFiles(seeds: { readonly [path: string]: Seed } = {}): MemoryFiles {
  const entries = new Map<string, Entry>([['/', { kind: 'directory', mode: 0o755 }]]);
  const changes: string[] = [];
  let mounted: string[] = [];
  const hidden: { point: string; entries: [string, Entry][] }[] = [];
  const unmounted = new Map<string, { readonly [path: string]: string }>();
  const failures: { path: string; code: string; on?: FileOperation; times: number }[] = [];

  function resolve(path: string, last: 'follow' | 'keep' = 'follow'): string {
    const pending = parts(path);
    let done: string[] = [];
    for (let links = 0; pending.length > 0; ) {
      const part = pending.shift()!;
      if (part === '..') {
        done.pop();
        continue;
      }
      const found = entries.get(`/${[...done, part].join('/')}`);
      if (found?.kind !== 'link' || (pending.length === 0 && last === 'keep')) {
        done.push(part);
        continue;
      }
      links += 1;
      if (links > 40) throw failure('ELOOP', 'resolve', path);
      if (found.target.startsWith('/')) done = [];
      pending.unshift(...parts(found.target));
    }
    return `/${done.join('/')}`;
  }

  function check(operation: FileOperation, path: string): void {
    const hit = failures.find((f) => f.path === path && (f.on === undefined || f.on === operation) && f.times > 0);
    if (hit === undefined) return;
    hit.times -= 1;
    throw failure(hit.code, operation, path);
  }

  function childrenOf(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...entries.keys()].filter((other) => other !== '/' && other.startsWith(prefix));
  }

  function makeFolders(path: string, mode: number, wanted: string): void {
    const found = entries.get(path);
    if (found?.kind === 'directory') return;
    if (found !== undefined) throw failure(path === resolve(wanted) ? 'EEXIST' : 'ENOTDIR', 'mkdir', wanted);
    makeFolders(parentOf(path), mode, wanted);
    entries.set(path, { kind: 'directory', mode });
  }

  function needFolder(path: string, operation: string, wanted: string): void {
    const found = entries.get(path);
    if (found === undefined) throw failure('ENOENT', operation, wanted);
    if (found.kind !== 'directory') throw failure('ENOTDIR', operation, wanted);
  }

  function readBytes(path: string): Uint8Array | undefined {
    check('read', path);
    const found = entries.get(resolve(path));
    if (found === undefined || found.kind === 'link') return undefined;
    if (found.kind === 'directory') throw failure('EISDIR', 'read', path);
    return found.bytes;
  }

  function removeBesideMounts(targets: readonly string[], asked: string): void {
    const within = (path: string, top: string): boolean => path === top || path.startsWith(`${top}/`);
    const inTheWay = mounted.filter((point) => targets.some((target) => within(point, target)));
    for (const path of targets.flatMap((target) => [target, ...childrenOf(target)])) {
      if (!inTheWay.some((point) => within(path, point) || within(point, path))) entries.delete(path);
    }
    if (inTheWay.length > 0) throw failure('EBUSY', 'remove', `${asked}: mounted is ${inTheWay.join(', ')}`);
  }

  function put({ path, content, mode }: FileToWrite): void {
    check('rename', path);
    const real = resolve(path);
    if (entries.get(real)?.kind === 'directory') throw failure('EISDIR', 'rename', path);
    const owner = ownerOf(entries.get(real));
    entries.set(real, { kind: 'file', bytes: bytesOf(content), mode, owner });
    changes.push(`write ${path} ${octal(mode)}`);
  }

  const files: MemoryFiles = {
    async read(path) {
      const bytes = readBytes(path);
      return bytes === undefined ? undefined : textOf(bytes);
    },

    readBytes: async (path) => readBytes(path)?.slice(),

    async stat(path): Promise<FileStat | undefined> {
      check('stat', path);
      const found = entries.get(resolve(path));
      if (found === undefined || found.kind === 'link') return undefined;
      const size = found.kind === 'file' ? found.bytes.length : 4096;
      return { kind: found.kind, mode: found.mode, ...ownerOf(found), size };
    },

    isLink: async (path) => !path.endsWith('/') && entries.get(resolve(path, 'keep'))?.kind === 'link',

    async list(path) {
      check('list', path);
      const real = resolve(path);
      const found = entries.get(real);
      if (found === undefined) return undefined;
      if (found.kind !== 'directory') throw failure('ENOTDIR', 'scandir', path);
      return childrenOf(real)
        .filter((child) => parentOf(child) === real)
        .map((child) => child.slice(child.lastIndexOf('/') + 1))
        .sort();
    },

    write: async (path, content, { mode, directoryMode }) =>
      files.writeAll([{ path, content, mode }], { directoryMode }),

    async writeAll(wanted, { directoryMode }) {
      for (const { path } of wanted) {
        check('write', path);
        makeFolders(parentOf(resolve(path)), directoryMode, path);
      }
      for (const file of wanted) put(file);
    },

    async append(path, content, { mode }) {
      check('append', path);
      const real = resolve(path);
      needFolder(parentOf(real), 'open', path);
      const found = entries.get(real);
      if (found?.kind === 'directory') throw failure('EISDIR', 'open', path);
      const before = found?.kind === 'file' ? found : { bytes: new Uint8Array(), mode };
      entries.set(real, { ...before, kind: 'file', bytes: bytesOf(textOf(before.bytes) + content) });
      changes.push(`append ${path}`);
    },

    async createExclusive(path, content, { mode }) {
      check('createExclusive', path);
      const real = resolve(path, 'keep');
      needFolder(parentOf(real), 'open', path);
      if (entries.has(real)) return false;
      entries.set(real, { kind: 'file', bytes: bytesOf(content), mode });
      changes.push(`create ${path} ${octal(mode)}`);
      return true;
    },

    async chmod(path, mode) {
      check('chmod', path);
      const real = resolve(path);
      const found = entries.get(real);
      if (found === undefined || found.kind === 'link') throw failure('ENOENT', 'chmod', path);
      entries.set(real, { ...found, mode });
      changes.push(`chmod ${path} ${octal(mode)}`);
    },

    async chown(path, { uid, gid }) {
      check('chown', path);
      const real = resolve(path);
      const found = entries.get(real);
      if (found === undefined || found.kind === 'link') throw failure('ENOENT', 'chown', path);
      entries.set(real, { ...found, owner: { uid, gid } });
      changes.push(`chown ${path} ${uid}:${gid}`);
    },

    async makeDirectory(path, mode) {
      check('makeDirectory', path);
      const real = resolve(path);
      if (entries.get(real)?.kind === 'directory') return;
      makeFolders(real, mode, path);
      changes.push(`mkdir ${path} ${octal(mode)}`);
    },

    async remove(path) {
      check('remove', path);
      const real = resolve(path, 'keep');
      if (!entries.has(real)) return;
      changes.push(`remove ${path}`);
      removeBesideMounts([real], path);
    },

    async removeContents(path) {
      check('removeContents', path);
      const real = resolve(path);
      const children = childrenOf(real).filter((child) => parentOf(child) === real);
      if (children.length === 0) return;
      changes.push(`empty ${path}`);
      removeBesideMounts(children, path);
    },

    async rename(from, to) {
      check('rename', from);
      const source = resolve(from, 'keep');
      const target = resolve(to, 'keep');
      const found = entries.get(source);
      if (found === undefined) throw failure('ENOENT', 'rename', from);
      needFolder(parentOf(target), 'rename', to);
      const there = entries.get(target);
      if (there?.kind === 'directory' && found.kind !== 'directory') throw failure('EISDIR', 'rename', to);
      if (there !== undefined && there.kind !== 'directory' && found.kind === 'directory') {
        throw failure('ENOTDIR', 'rename', to);
      }
      if (there?.kind === 'directory' && childrenOf(target).length > 0) throw failure('ENOTEMPTY', 'rename', to);
      for (const old of [source, ...childrenOf(source)]) {
        const entry = entries.get(old)!;
        entries.delete(old);
        entries.set(target + old.slice(source.length), entry);
      }
      changes.push(`rename ${from} ${to}`);
    },

    failAt: (path, code, { on, times = Number.POSITIVE_INFINITY } = {}) => {
      failures.push({ path, code, times, ...(on && { on }) });
    },

    put(path, seed) {
      makeFolders(parentOf(path), 0o755, path);
      entries.set(path, entryOf(seed));
    },

    texts: () =>
      Object.fromEntries(
        sorted(entries).flatMap(([path, entry]) => (entry.kind === 'file' ? [[path, textOf(entry.bytes)]] : [])),
      ),

    modes: () =>
      Object.fromEntries(
        sorted(entries).flatMap(([path, entry]) => (entry.kind === 'link' ? [] : [[path, entry.mode]])),
      ),

    changes,

    mount(path) {
      const real = resolve(path);
      hidden.push({ point: real, entries: childrenOf(real).map((child) => [child, entries.get(child)!]) });
      for (const child of childrenOf(real)) entries.delete(child);
      makeFolders(real, 0o755, path);
      mounted = [...mounted, real];
    },

    get mounted() {
      return mounted;
    },

    unmount(path) {
      const last = hidden.map(({ point }) => point).lastIndexOf(path);
      if (last < 0) return;
      const [taken] = hidden.splice(last, 1);
      const texts = Object.entries(files.texts()).filter(([file]) => file.startsWith(`${path}/`));
      unmounted.set(path, Object.fromEntries(texts));
      for (const child of childrenOf(path)) entries.delete(child);
      for (const [child, entry] of taken!.entries) entries.set(child, entry);
      mounted = mounted.filter((_, index) => index !== mounted.lastIndexOf(path));
    },

    unmounted,

    realPath: (path) => resolve(path),
  };
  for (const [path, seed] of Object.entries(seeds)) files.put(path, seed);
  return files;
}

function entryOf(seed: Seed): Entry {
  if (typeof seed === 'string') return { kind: 'file', bytes: bytesOf(seed), mode: 0o644 };
  if ('text' in seed) return { kind: 'file', bytes: bytesOf(seed.text), mode: seed.mode ?? 0o644 };
  if ('link' in seed) return { kind: 'link', target: seed.link };
  return { kind: 'directory', mode: seed.mode ?? 0o755 };
}

/** Whose something is: root's, until it is given to others. */
function ownerOf(entry: Entry | undefined): Owner {
  return (entry !== undefined && entry.kind !== 'link' ? entry.owner : undefined) ?? { uid: 0, gid: 0 };
}

function failure(code: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: on purpose or by rule, ${syscall} '${path}'`), { code, syscall, path });
}

function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function sorted(entries: ReadonlyMap<string, Entry>): [string, Entry][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
