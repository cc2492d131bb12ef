import type { Host } from '../host/host.ts';
import type { Via } from '../plan/api-object.ts';
import type { Judgement } from '../plan/effect.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Secret } from '../plan/secret.ts';
import type { StartWatch } from '../plan/start-watch.ts';

/** What an operation may use. */
export interface OperationContext {
  readonly host: Host;
  /** Says in one line how far it is, or what it could not do and does without; `passing` until the next says more. */
  readonly progress: (text: string, passing?: 'passing') => void;
  /** Aborted when the run is to stop; an operation then ends at the next point where stopping is clean. */
  readonly signal: AbortSignal;
  /** How long a failing API call is tried again (timeouts.kubernetesAPICall). */
  readonly apiTimeoutMs: number;
  /** For operations that wait for a component of this node: what it rests on. Only while acting. */
  readonly watch?: () => StartWatch;
  /** Secret parts of the input, by name. Empty while planning a dry run. */
  readonly secrets: { readonly [name: string]: Secret };
}

/** A deed that is more than one write, command or request; one file each. Its input is plain data from a plan. */
export interface Operation<Input extends JsonObject = JsonObject> {
  /** As in a CallEffect. */
  readonly name: string;
  /** One clause for plans and logs, without secrets. */
  describe(input: Input): string;
  /** Whether it is already so. An operation without a look is always done. */
  look?(input: Input, context: OperationContext): Promise<Judgement>;
  /** For an operation without a look: whether what an earlier try of the run did is known not to hold any more. */
  undone?(input: Input, context: OperationContext): Promise<boolean>;
  act(input: Input, context: OperationContext): Promise<void>;
  /** How it is taken back. */
  readonly inverse:
    | {
        /** Gives `nothing` when there was nothing to take back. */
        undo(input: Input, context: OperationContext): Promise<void> | Promise<'nothing' | 'undone'>;
        /**
         * Waits until what was taken back works as before; asked when all has been taken back, in the order in which it
         * was done, since what came first is what others rest on.
         * @returns one clause for the error of the run, about what is as before now
         */
        settled?(input: Input, context: OperationContext): Promise<string>;
        /** One clause about what stays when a commit mark keeps the deed from being taken back; undefined: nothing to tell. */
        stays?(input: Input): string | undefined;
      }
    | { readonly none: string };
}

/** A Via inside an input. A mapped type, because an interface does not count as JSON to the compiler. */
export type ViaInput = Pick<Via, keyof Via>;
