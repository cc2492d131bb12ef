import type { Files } from '../host/files.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Operation } from './operation.ts';

/** A folder and whose it is to be, with all that lies in it. */
export interface TreeOwnerSetInput extends JsonObject {
  /** For whom, in words. */
  readonly who: string;
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives a folder and what it holds to a user. What a link leads to is given, too, and not what lies below that; modes stay
 * (kubeadm 1.35.4 to 1.37.0).
 */
export const treeOwnerSet: Operation<TreeOwnerSetInput> = {
  name: 'tree-owner-set',
  describe: ({ who, path, uid, gid }) => `give ${path} with all it holds to ${who} (${uid}:${gid})`,

  async look({ path, uid, gid }, { host: { files } }) {
    try {
      for await (const found of walk(path, files)) {
        const stat = await files.stat(found);
        if (stat?.uid !== uid || stat.gid !== gid) return { verdict: 'do', reason: `owner of ${found}` };
      }
      return { verdict: 'keep', reason: 'all of it is' };
    } catch (error) {
      return { verdict: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  },

  async act({ path, uid, gid }, { host: { files } }) {
    for await (const found of walk(path, files)) await files.chown(found, { uid, gid });
  },

  inverse: { none: 'root reads and writes it as before, whosever it is' },
};

/** The folder itself first, then what it holds, any depth. */
async function* walk(path: string, files: Files): AsyncGenerator<string> {
  yield path;
  if ((await files.isLink(path)) || (await files.stat(path))?.kind !== 'directory') return;
  for (const name of (await files.list(path)) ?? []) yield* walk(`${path}/${name}`, files);
}
