import type { TakenBack } from '../errors.ts';
import type { OperationContext } from '../operations/operation.ts';
import type { CallEffect, Effect } from '../plan/effect.ts';
import type { EngineParts } from './parts.ts';

interface Begun {
  readonly phase: string;
  readonly effect: CallEffect;
}

/** The calls of this try that a failure takes back (an etcd learner that got no vote), until a commit mark is passed. */
export class Undoable {
  #begun: readonly Begun[] = [];
  #committed: readonly CallEffect[] = [];

  /** An effect is about to be done, or was found done by an earlier try. */
  begun(phase: string, effect: Effect): void {
    if (effect.kind === 'call' && effect.undoOnFailure === true) this.#begun = [...this.#begun, { phase, effect }];
  }

  /** An effect that an earlier try did, and that a commit mark keeps. */
  committed(effect: Effect): void {
    if (effect.kind === 'call' && effect.undoOnFailure === true) this.#committed = [...this.#committed, effect];
  }

  /** Ids of what a failure would take back now. */
  get ids(): readonly string[] {
    return this.#begun.map(({ effect }) => effect.id);
  }

  /** Nothing is taken back across a commit mark. */
  done(effect: Effect): void {
    if (effect.commit !== true) return;
    for (const begun of this.#begun) this.committed(begun.effect);
    this.#begun = [];
  }

  /**
   * Takes back, newest first. What cannot be taken back is said; the failure that led here stays the error of the run.
   * @returns what is as before, what is not, and what a commit mark keeps, one clause each
   */
  async takeBack<Spec>(
    parts: EngineParts<Spec>,
    context: { readonly signal: AbortSignal; readonly apiTimeoutMs: number },
  ): Promise<TakenBack> {
    const restored: string[] = [];
    const failed: string[] = [];
    const attempt = async (
      { phase, effect }: Begun,
      deed: (context: OperationContext, progress: (text: string) => void) => Promise<void>,
    ): Promise<void> => {
      const progress = (text: string) => parts.reporter.emit({ kind: 'effect-progress', phase, effect, text });
      try {
        await deed({ ...context, host: parts.host, progress, secrets: effect.secrets ?? {} }, progress);
      } catch (error) {
        const words = `could not be taken back: ${error instanceof Error ? error.message : String(error)}`;
        progress(words);
        failed.push(words);
      }
    };
    const unsettled: (() => Promise<void>)[] = [];
    for (const begun of [...this.#begun].reverse()) {
      const { inverse } = parts.operation(begun.effect.operation);
      if ('none' in inverse) continue;
      await attempt(begun, async (asked, progress) => {
        if ((await inverse.undo(begun.effect.input, asked)) === 'nothing') return;
        const { settled } = inverse;
        if (settled === undefined) return progress('taken back, because the run failed');
        unsettled.unshift(() =>
          attempt(begun, async (later) => {
            restored.push(await settled(begun.effect.input, later));
          }),
        );
      });
    }
    for (const settle of unsettled) await settle();
    this.#begun = [];
    const kept = this.#committed.flatMap(({ operation, input }) => {
      const { inverse } = parts.operation(operation);
      return 'none' in inverse ? [] : (inverse.stays?.(input) ?? []);
    });
    return { restored, failed, kept };
  }
}
