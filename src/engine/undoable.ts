import type { TakenBack } from '../errors.ts';
import type { CallEffect, Effect } from '../plan/effect.ts';
import type { EngineParts } from './parts.ts';

interface Begun {
  readonly phase: string;
  readonly effect: CallEffect;
}

/** The calls of this try that a failure takes back (an etcd learner that got no vote), until a commit mark is passed. */
export class Undoable {
  #begun: readonly Begun[] = [];

  /** An effect is about to be done, or was found done by an earlier try. */
  begun(phase: string, effect: Effect): void {
    if (effect.kind === 'call' && effect.undoOnFailure === true) this.#begun = [...this.#begun, { phase, effect }];
  }

  /** Nothing is taken back across a commit mark. */
  done(effect: Effect): void {
    if (effect.commit === true) this.#begun = [];
  }

  /**
   * Takes back, newest first. What cannot be taken back is said; the failure that led here stays the error of the run.
   * @returns what is as before, and what is not, one clause each
   */
  async takeBack<Spec>(
    parts: EngineParts<Spec>,
    context: { readonly signal: AbortSignal; readonly apiTimeoutMs: number },
  ): Promise<TakenBack> {
    const { host, reporter } = parts;
    const restored: string[] = [];
    const failed: string[] = [];
    for (const { phase, effect } of [...this.#begun].reverse()) {
      const { inverse } = parts.operation(effect.operation);
      if ('none' in inverse) continue;
      const progress = (text: string) => reporter.emit({ kind: 'effect-progress', phase, effect, text });
      try {
        const said = await inverse.undo(effect.input, { ...context, host, progress, secrets: effect.secrets ?? {} });
        if (said === undefined) progress('taken back, because the run failed');
        else if (said !== '') restored.push(said);
      } catch (error) {
        const words = `could not be taken back: ${error instanceof Error ? error.message : String(error)}`;
        progress(words);
        failed.push(words);
      }
    }
    this.#begun = [];
    return { restored, failed };
  }
}
