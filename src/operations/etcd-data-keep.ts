import { runningStaticPod } from '../host/kept-manifest.ts';
import type { JsonObject } from '../plan/json.ts';
import { copyTree } from './copy-tree.ts';
import type { Operation } from './operation.ts';

export interface EtcdDataKeepInput extends JsonObject {
  readonly criSocket: string;
  /** Folder of the data. */
  readonly folder: string;
  /** Where the copy goes. */
  readonly kept: string;
}

/** Copies the data of an etcd that has been ended. What is copied beside a running one is no copy that it could start with. */
export const etcdDataKeep: Operation<EtcdDataKeepInput> = {
  name: 'etcd-data-keep',
  describe: ({ folder, kept }) => `copy the data of etcd from ${folder} to ${kept}`,

  async look({ kept }, { host }) {
    return (await host.files.stat(kept)) === undefined
      ? { verdict: 'do' }
      : { verdict: 'keep', reason: 'copied before' };
  },

  async act({ criSocket, folder, kept }, context) {
    const { files, cri } = context.host;
    const runtime = cri.connect(criSocket);
    try {
      if ((await runningStaticPod('etcd', runtime)) !== undefined) {
        throw new Error('etcd runs again, so that its data cannot be copied as a whole');
      }
    } finally {
      runtime.close();
    }
    const partial = `${kept}.partial`;
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
