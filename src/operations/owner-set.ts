import type { JsonObject } from '../plan/json.ts';
import type { Operation } from './operation.ts';

interface OwnedFile extends JsonObject {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Files, and whose they are to be. */
export interface OwnerSetInput extends JsonObject {
  /** For whom, in words. */
  readonly who: string;
  readonly files: readonly OwnedFile[];
}

/** Gives files to a user, so that nobody else but root reads them. A link's file is meant, not the link (kubeadm). */
export const ownerSet: Operation<OwnerSetInput> = {
  name: 'owner-set',
  describe: ({ who, files }) =>
    `give to ${who}: ${files
      .map(({ path, uid, gid, mode }) => `${path} (${uid}:${gid} ${mode.toString(8).padStart(4, '0')})`)
      .join(', ')}`,

  async look({ files: wanted }, { host }) {
    const differing: string[] = [];
    for (const { path, uid, gid, mode } of wanted) {
      const stat = await host.files.stat(path).catch((error: Error) => error);
      if (stat instanceof Error) return { verdict: 'unknown', reason: stat.message };
      if (stat?.uid !== uid || stat.gid !== gid || stat.mode !== mode) differing.push(path);
    }
    if (differing.length === 0) return { verdict: 'keep', reason: 'they are' };
    return { verdict: 'do', ...(differing.length < wanted.length && { reason: `not yet: ${differing.join(', ')}` }) };
  },

  async act({ files: wanted }, { host }) {
    for (const { path, uid, gid, mode } of wanted) {
      // Never open to somebody else's group in between.
      await host.files.chmod(path, mode & 0o700);
      await host.files.chown(path, { uid, gid });
      await host.files.chmod(path, mode);
    }
  },

  inverse: { none: 'root reads them as before, whosever they are' },
};
