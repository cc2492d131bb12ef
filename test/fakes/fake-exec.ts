import { CommandNotFound, type Exec, type ExecResult } from '../../src/host/exec.ts';

/** What a fake program does with its arguments; parts left out are exit 0 and empty text. */
export type FakeProgram =
  | Partial<ExecResult>
  | ((args: readonly string[], input: string | undefined) => Partial<ExecResult> | Promise<Partial<ExecResult>>);

/** Commands that tests own. */
export interface FakeExec extends Exec {
  /** Installs a program under /usr/bin; replaces one of the same name. */
  install(file: string, program: FakeProgram): void;
  /** Takes a program away. */
  uninstall(file: string): void;
  /** Every command that was run, joined by spaces. */
  readonly commands: readonly string[];
}

/**
 * Fake commands. It claims: a program that was not installed is not found, by run and by find alike; what an installed one does is
 * the test's word. It does not claim: PATH, timeouts, signals.
 */
export function fakeExec(programs: { readonly [file: string]: FakeProgram } = {}): FakeExec {
  const installed = new Map(Object.entries(programs));
  const commands: string[] = [];
  return {
    async run(file, args, options) {
      const program = installed.get(nameOf(file));
      if (program === undefined) throw new CommandNotFound(file);
      commands.push([file, ...args].join(' '));
      const result = typeof program === 'function' ? await program(args, options?.input) : program;
      return { exitCode: 0, stdout: '', stderr: '', ...result };
    },
    find: async (file) => (installed.has(nameOf(file)) ? `/usr/bin/${nameOf(file)}` : undefined),
    install: (file, program) => {
      installed.set(file, program);
    },
    uninstall: (file) => {
      installed.delete(file);
    },
    commands,
  };
}

function nameOf(file: string): string {
  return file.replace(/^\/usr\/bin\//, '');
}
