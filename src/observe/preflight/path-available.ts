import type { InitSpec } from '../../spec/types.ts';
import { type Check, problem } from './check.ts';

/** Nothing lies yet where a file is to be written. */
export function fileAvailable(path: string): Check {
  const name = `FileAvailable-${dashed(path)}`;
  return {
    name,
    look: async ({ host, spec }) =>
      (await host.files.stat(path)) === undefined
        ? []
        : [problem(name, `${path} already exists`, { hint: leftOver(spec), about: { kind: 'path', value: path } })],
  };
}

/** A folder is missing or empty. */
export function directoryAvailable(path: string): Check {
  const name = `DirAvailable-${dashed(path)}`;
  return {
    name,
    async look({ host, spec }) {
      const stat = await host.files.stat(path);
      if (stat === undefined) return [];
      const about = { kind: 'path', value: path } as const;
      if (stat.kind !== 'directory') return [problem(name, `${path} is not a folder`, { about })];
      return ((await host.files.list(path)) ?? []).length === 0
        ? []
        : [problem(name, `${path} is not empty`, { hint: leftOver(spec), about })];
    },
  };
}

function leftOver({ options }: InitSpec): string {
  return `a cluster was set up here before; if it is not needed, take it away first: ${options.program} reset`;
}

/** A path as names of checks have it: `/etc/x` is `-etc-x`. */
export function dashed(path: string): string {
  return path.replaceAll('/', '-');
}
