import type { Workflow } from '../plan/phase.ts';
import type { FlagValues } from './flag-option.ts';
import { initFlags, resetFlags } from './flags.ts';
import type { WorkflowName } from './invocation.ts';
import { joinCommand } from './join-command.ts';
import { upgradeCommands } from './upgrade-commands.ts';

/** A command that runs the phases of a workflow and has a sub-command for each of them. */
export interface WorkflowCommand {
  /** Its words; those before the last name a command that is there already. */
  readonly name: WorkflowName;
  readonly summary: string;
  /** Flags of the command itself, without ours (runFlags) and the global ones. */
  readonly flags: readonly string[];
  /** A word that may follow; it comes to `values` under this name, as if it were a flag. */
  readonly argument?: {
    readonly name: string;
    /** Sub-commands of phases take the word too when they have this flag. */
    readonly with: string;
  };
  /** `phase X` is short for this command's. */
  readonly short?: true;
  /** Where flags go whose field lies elsewhere than in the documents of `init`, by flag. */
  readonly bindings?: Bindings;
  /** What the given values amount to, before they are bound. */
  readonly values?: (given: FlagValues) => { readonly values: FlagValues; readonly warnings: readonly string[] };
  /** The phases; asked for only when the command line may be about them, because they pull in much code. */
  readonly load: () => Promise<Workflow<never>>;
}

/** Field paths by flag name. */
export type Bindings = { readonly [flag: string]: string };

/** Every such command; command tree, help and sub-commands of phases are made from these records. */
export const workflowCommands: readonly WorkflowCommand[] = [
  {
    name: 'init',
    summary: 'Set up this machine as the first control-plane node of a new cluster',
    flags: initFlags,
    short: true,
    load: async () => (await import('../workflows/init.ts')).init as unknown as Workflow<never>,
  },
  joinCommand,
  {
    name: 'reset',
    summary: 'Remove from this machine what "init" or "join" made of it',
    flags: resetFlags,
    bindings: {
      'cert-dir': 'ResetConfiguration.certificatesDir',
      'cleanup-tmp-dir': 'ResetConfiguration.cleanupTmpDir',
      'cri-socket': 'ResetConfiguration.criSocket',
      force: 'ResetConfiguration.force',
    },
    load: async () => (await import('../workflows/reset.ts')).reset as unknown as Workflow<never>,
  },
  ...upgradeCommands,
];
