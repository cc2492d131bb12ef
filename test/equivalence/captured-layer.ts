import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CapturedFile } from '../lab/machine-files.ts';
import { describePem } from '../lab/pem-text.ts';
import { certificateRelations } from './certificate-relations.ts';

/** Not compared: the case itself, the host's scratch folders, and what tsadm remembers about its runs. */
const LEFT_OUT = /^\/(case|tmp|run|root|var\/lib\/tsadm|etc\/resolv\.conf)(\/|$)/;

export type CapturedLayer = { readonly [path: string]: CapturedFile | readonly string[] };

/**
 * Everything that lies in a layer, fit to be compared: certificates and keys in words, what was there before only as
 * that, and below `relations` which certificate belongs to which key and which authority.
 */
export async function captureLayer(layer: string, before?: string): Promise<CapturedLayer> {
  const paths = walk(layer).filter((path) => !LEFT_OUT.test(path));
  const texts = new Map<string, string>();
  const entries = await Promise.all(
    paths.map(async (path) => {
      const full = join(layer, path);
      const stat = lstatSync(full);
      const common = { mode: (stat.mode & 0o7777).toString(8), owner: `${stat.uid}:${stat.gid}` };
      if (stat.isDirectory()) return [path, { kind: 'directory', ...common }] as const;
      if (stat.isSymbolicLink()) return [path, { kind: 'link', ...common, target: readlinkSync(full) }] as const;
      if (!stat.isFile()) return [path, { kind: 'removed', mode: '', owner: '' }] as const;
      const text = readFileSync(full, 'utf8');
      texts.set(path, text);
      const same = before !== undefined && textOf(join(before, path)) === text;
      const content = same ? '(as it was)' : withoutChance(await describePem(text, stat.mtime));
      return [path, { kind: 'file', ...common, content }] as const;
    }),
  );
  return { ...Object.fromEntries(entries), relations: certificateRelations(texts) };
}

function walk(layer: string): readonly string[] {
  return readdirSync(layer, { recursive: true, withFileTypes: true })
    .map((entry) => `/${relative(layer, join(entry.parentPath, entry.name))}`)
    .sort();
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function withoutChance(text: string): string {
  return text.replace(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/g, 'TOKEN');
}
