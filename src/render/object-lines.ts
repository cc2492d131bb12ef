import type { ApplyEffect, Judgement } from '../plan/effect.ts';
import { effectTarget } from './effect-target.ts';
import { phasePrefix } from './phase-prefix.ts';
import type { Printer } from './printer.ts';
import { sentence } from './sentence.ts';

interface Applied {
  readonly phase: string;
  readonly effect: ApplyEffect;
  readonly judgement: Judgement;
}

/** Gathers the objects that a phase brings about one after another and tells them in one line for each purpose. */
export class ObjectLines {
  readonly #printer: Printer;
  readonly #byPurpose = new Map<string, Applied[]>();

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  add(applied: Applied): void {
    const { why } = applied.effect;
    this.#byPurpose.set(why, [...(this.#byPurpose.get(why) ?? []), applied]);
  }

  /** Tells what was gathered; called before anything else is told. */
  tell(): void {
    for (const [why, entries] of this.#byPurpose) {
      const prefix = phasePrefix(entries[0]!.phase);
      const changed = entries.filter(({ judgement }) => judgement.verdict !== 'keep');
      if (changed.length === 0) this.#printer.detail(1, `${prefix} ${sentence(why)}: nothing to change`);
      else this.#printer.say(prefix, `${sentence(why)}: ${this.#list(changed)}`);
    }
    this.#byPurpose.clear();
  }

  /** Long lists are shortened, unless more was asked for. */
  #list(entries: readonly Applied[]): string {
    const names = entries.map(({ effect }) => effectTarget(effect));
    if (names.length <= 3 || this.#printer.verbosity > 0) return names.join(', ');
    return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more objects`;
  }
}
