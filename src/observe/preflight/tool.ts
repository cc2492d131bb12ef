import { type Check, problem } from './check.ts';

/** A program that the kubelet or its volumes call is installed. */
export function tool(file: string): Check {
  const name = `FileExisting-${file}`;
  return {
    name,
    look: async ({ host }) =>
      (await host.exec.find(file)) === undefined
        ? [problem(name, `the program ${file} is not on PATH`, { hint: `install the package that has ${file}` })]
        : [],
  };
}
