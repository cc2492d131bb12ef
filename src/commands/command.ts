import type { DirectInvocation } from '../cli/invocation.ts';
import type { Issue } from '../errors.ts';
import type { Host } from '../host/host.ts';
import type { JsonObject } from '../plan/json.ts';

/** What a command that needs no phases works with. */
export interface CommandInput {
  readonly invocation: DirectInvocation;
  readonly host: Host;
  /** Tells what is doubtful, on standard error. */
  readonly warn: (issue: Pick<Issue, 'message'> & Partial<Issue>) => void;
}

/** What it gives. */
export interface CommandOutput {
  /** For standard output, as it stands. */
  readonly text: string;
  /** The same for `-o json` of commands without a kubeadm `-o` of their own. */
  readonly result: JsonObject;
}

/** A command that only looks or prints. */
export type Command = (input: CommandInput) => Promise<CommandOutput>;
