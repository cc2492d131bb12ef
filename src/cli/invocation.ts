import type { Json } from '../plan/json.ts';
import type { Selection } from '../plan/select.ts';
import type { Override } from '../spec/load-init.ts';
import type { RunOptions } from '../spec/types.ts';
import type { HelpTopic } from './help-topics.ts';

/** The commands that run phases. */
export type WorkflowName =
  | 'init'
  | 'join'
  | 'reset'
  | 'upgrade apply'
  | 'upgrade node'
  | 'config images pull'
  | 'certs generate-csr'
  | 'certs renew'
  | 'token create'
  | 'token delete';

/** A command that runs phases. */
export interface WorkflowInvocation {
  readonly kind: 'workflow';
  readonly workflow: WorkflowName;
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
  /** File that gets the secret parts of the result. */
  readonly secretsFile?: string;
  /** File that is written when everything is done. */
  readonly successFile?: string;
  readonly output: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
  /** Said before the work starts: deprecated flags. */
  readonly warnings: readonly string[];
  readonly verbosity: number;
  readonly rootfs?: string;
}

/** Commands that only look or print, by their words. */
export type DirectCommand =
  | 'certs certificate-key'
  | 'certs check-expiration'
  | 'config images list'
  | 'config migrate'
  | 'config print init-defaults'
  | 'config print join-defaults'
  | 'config print reset-defaults'
  | 'config print upgrade-defaults'
  | 'config validate'
  | 'kubeconfig user'
  | 'status'
  | 'token generate'
  | 'token list'
  | 'upgrade diff'
  | 'upgrade plan';

/** A command that needs no phases. */
export interface DirectInvocation {
  readonly kind: 'direct';
  readonly command: DirectCommand;
  /** The name we were called by. */
  readonly program: string;
  /** The flags that were given, by name. */
  readonly flags: { readonly [name: string]: Json };
  readonly configFile?: string;
  /** Values for fields of documents. */
  readonly overrides: readonly Override[];
  readonly output: 'text' | 'json' | 'yaml';
  /** Said before the work starts. */
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

/** Text that the command tree itself makes (completion). */
export interface PrintInvocation {
  readonly kind: 'print';
  readonly text: string;
  readonly verbosity: number;
}

/** Help about something that is no command. */
export interface TopicInvocation {
  readonly kind: 'topic';
  readonly topic: HelpTopic;
  readonly output: 'text' | 'json';
  readonly verbosity: number;
}

/** What a command line asks for, as plain data. */
export type Invocation =
  | WorkflowInvocation
  | DirectInvocation
  | VersionInvocation
  | HelpInvocation
  | PrintInvocation
  | TopicInvocation;
