import type { JsonObject } from '../plan/json.ts';
import { copyTree } from './copy-tree.ts';
import type { Operation } from './operation.ts';
import { containerEnds } from './static-pod-ends.ts';

export interface EtcdDataKeepInput extends JsonObject {
  readonly manifest: string;
  readonly criSocket: string;
  /** Folder of the data. */
  readonly folder: string;
  /** Where the copy goes. */
  readonly kept: string;
  /** How long etcd may take to end; milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Stops the etcd of this node by taking its manifest away, and copies its data while nobody writes them. What is copied
 * beside a running etcd is no copy that it could start with. The manifest that follows starts it again.
 */
export const etcdDataKeep: Operation<EtcdDataKeepInput> = {
  name: 'etcd-data-keep',
  describe: ({ folder, kept }) => `stop etcd and copy its data from ${folder} to ${kept}`,

  async look({ kept }, { host }) {
    return (await host.files.stat(kept)) === undefined
      ? { verdict: 'do' }
      : { verdict: 'keep', reason: 'copied before' };
  },

  async act({ manifest, criSocket, folder, kept, timeoutMs }, context) {
    const { files } = context.host;
    const partial = `${kept}.partial`;
    await files.remove(manifest);
    await containerEnds('etcd', criSocket, timeoutMs, context);
    await files.remove(partial);
    // Only the parents: a copy that is there in full has the name.
    await files.makeDirectory(kept.slice(0, kept.lastIndexOf('/')), 0o700);
    try {
      await copyTree(folder, partial, context);
    } catch (error) {
      await files.remove(partial).catch(() => {});
      throw error;
    }
    await files.rename(partial, kept);
    context.progress(`Copied the data of etcd to ${kept}`);
  },

  inverse: { none: 'the copy stays, for whoever needs the data as they were' },
};
