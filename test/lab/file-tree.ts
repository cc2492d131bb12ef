import type { LabNode } from './node.ts';

/** What there is to say about a file of a machine. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Octal, `600`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Of a link: where it points. */
  readonly target?: string;
  /** Of a file. */
  readonly sha256?: string;
}

const KINDS: { readonly [letter: string]: TreeEntry['kind'] } = { f: 'file', d: 'directory', l: 'link' };

/** Names may hold anything but NUL, so NUL separates; the sums follow the list. */
const SCRIPT = `find "$@" -printf '%y\\t%m\\t%U\\t%G\\t%s\\t%l\\t%p\\0' 2>/dev/null
printf '\\n\\0'
find "$@" -type f -exec sha256sum --zero {} + 2>/dev/null
true`;

/** Lists files below the paths. Sizes of folders are left 0: they tell about the file system, not about content. */
export async function listTree(node: LabNode, paths: readonly string[]): Promise<readonly TreeEntry[]> {
  const output = await node.run('sh', '-c', SCRIPT, 'sh', ...paths);
  const [list = '', sums = ''] = output.split('\n\0');
  const sumOf = new Map(records(sums).map((record) => [record.slice(66), record.slice(0, 64)]));
  return records(list)
    .map((record) => {
      const [letter = '', mode = '', uid, gid, size, target, ...path] = record.split('\t');
      const name = path.join('\t');
      const kind = KINDS[letter] ?? 'other';
      const sha256 = sumOf.get(name);
      return {
        ...{ path: name, kind, mode, uid: Number(uid), gid: Number(gid) },
        size: kind === 'directory' ? 0 : Number(size),
        ...(target ? { target } : {}),
        ...(sha256 ? { sha256 } : {}),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function records(text: string): readonly string[] {
  return text.split('\0').filter(Boolean);
}
