import type { Effect, Judgement } from '../plan/effect.ts';
import { durationText } from './duration-text.ts';

/** Counts what a run does, for its last line. */
export class RunCount {
  #files = 0;
  #objects = 0;
  #removed = 0;

  add(effect: Effect, { verdict }: Judgement): void {
    if (verdict === 'delete') this.#removed += 1;
    if (verdict !== 'create' && verdict !== 'change' && verdict !== 'chmod') return;
    if (effect.kind === 'write') this.#files += effect.artifact.files.length;
    if (effect.kind === 'apply') this.#objects += 1;
  }

  /**
   * `Done in 9.7s: 25 files and 33 objects of the cluster written, 2 things removed.`
   * @returns undefined when nothing on this machine was touched (a token, images)
   */
  text(elapsedMs: number): string | undefined {
    if (this.#files === 0 && this.#removed === 0) return undefined;
    const written = [counted(this.#files, 'file'), counted(this.#objects, 'object', ' of the cluster')].flat();
    const parts = [
      ...(written.length === 0 ? [] : [`${written.join(' and ')} written`]),
      ...counted(this.#removed, 'thing', ' removed'),
    ];
    return `Done in ${durationText(elapsedMs)}: ${parts.join(', ')}.`;
  }
}

function counted(count: number, what: string, after = ''): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}${after}`];
}
