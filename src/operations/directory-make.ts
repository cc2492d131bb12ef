import type { JsonObject } from '../plan/json.ts';
import type { Operation } from './operation.ts';

/** A folder and the mode it is made with. */
export interface DirectoryMakeInput extends JsonObject {
  readonly path: string;
  readonly mode: number;
}

/** Makes a folder, as for etcd's data. One that is there keeps its mode: it may be a mount that somebody prepared. */
export const directoryMake: Operation<DirectoryMakeInput> = {
  name: 'directory-make',
  describe: ({ path, mode }) => `make the folder ${path} (${octal(mode)})`,

  async look({ path, mode }, { host }) {
    const stat = await host.files.stat(path).catch((error: Error) => error);
    if (stat instanceof Error) return { verdict: 'unknown', reason: stat.message };
    if (stat === undefined) return { verdict: 'create' };
    if (stat.kind !== 'directory') return { verdict: 'refuse', reason: `${path} is there and is no folder` };
    return {
      verdict: 'keep',
      reason: 'already there',
      ...((stat.mode & ~mode) !== 0 && {
        warnings: [
          `${path} has mode ${octal(stat.mode)}; ${octal(mode)} would be enough: chmod ${octal(mode)} ${path}`,
        ],
      }),
    };
  },

  act: ({ path, mode }, { host }) => host.files.makeDirectory(path, mode),

  inverse: {
    async undo({ path }, { host }) {
      if ((await host.files.list(path))?.length === 0) await host.files.remove(path);
    },
  },
};

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
