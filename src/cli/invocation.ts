import type { Selection } from '../plan/select.ts';
import type { Override } from '../spec/load-init.ts';
import type { RunOptions } from '../spec/types.ts';

/** A command that runs phases. */
export interface WorkflowInvocation {
  readonly kind: 'workflow';
  readonly workflow: 'init';
  readonly selection: Selection;
  /** From --skip-phases; empty means that the file decides. */
  readonly skipPhases: readonly string[];
  readonly configFile?: string;
  /** Values for fields of documents, in the order of the flag table. */
  readonly overrides: readonly Override[];
  /** What no document holds; defaults filled. */
  readonly options: RunOptions;
  /** Set when the flag was given, which then beats the file. */
  readonly dryRun?: boolean;
  readonly ignorePreflightErrors: readonly string[];
  readonly events?: string;
  readonly output: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
  /** Said before the work starts: deprecated flags. */
  readonly warnings: readonly string[];
  readonly verbosity: number;
  readonly rootfs?: string;
}

/** `version`. */
export interface VersionInvocation {
  readonly kind: 'version';
  readonly output: '' | 'short' | 'json' | 'yaml';
  readonly verbosity: number;
  readonly rootfs?: string;
}

/** Help that was asked for, or that is given because a sub-command is missing (then with what is wrong). */
export interface HelpInvocation {
  readonly kind: 'help';
  readonly text: string;
  readonly stream: 'stdout' | 'stderr';
  readonly wrong?: string;
  readonly verbosity: number;
}

/** What a command line asks for, as plain data. */
export type Invocation = WorkflowInvocation | VersionInvocation | HelpInvocation;
