import type { AwaitEffect } from '../plan/effect.ts';
import type { Event } from '../plan/event.ts';
import { durationText } from './duration-text.ts';
import { tellEveryMs } from './passing-lines.ts';
import { effectPrefix } from './phase-prefix.ts';
import type { Printer } from './printer.ts';
import { sentence } from './sentence.ts';

interface Wait {
  readonly effect: AwaitEffect;
  toldAt: number;
}

type Suspect = Extract<Event, { readonly kind: 'waiting' }>['suspect'];

/** Tells of waits: when they begin and end, and in between on a line that is painted over or now and then. */
export class WaitLines {
  readonly #printer: Printer;
  readonly #underWay = new Map<string, Wait>();
  /** Suspicions that were told; waits next to each other have the same. */
  readonly #suspected = new Set<string>();

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  began(phase: string, effect: AwaitEffect): void {
    this.#underWay.set(effect.id, { effect, toldAt: this.#printer.now() });
    const limit = durationText(effect.timeoutMs);
    this.#printer.say(effectPrefix(phase, effect), `${sentence(effect.why)}. This can take up to ${limit}`);
  }

  goesOn(phase: string, id: string, elapsedMs: number, lastSeen: string, suspect?: Suspect): void {
    const wait = this.#underWay.get(id);
    if (wait === undefined) return;
    this.#suspects(effectPrefix(phase, wait.effect), suspect);
    const { component } = wait.effect.probe;
    const spent = `${durationText(elapsedMs)} of ${durationText(wait.effect.timeoutMs)}`;
    if (this.#printer.live.works) {
      const others = this.#underWay.size - 1;
      const all = others === 0 ? component : `${component} and ${others} more`;
      this.#printer.live.paint(`Waiting for ${all}, ${spent}: ${lastSeen}`);
    } else if (this.#printer.now() - wait.toldAt >= tellEveryMs) {
      wait.toldAt = this.#printer.now();
      this.#printer.say(effectPrefix(phase, wait.effect), `Still waiting for ${component}, ${spent}: ${lastSeen}`);
    }
  }

  /** What seems to keep something from starting is told once, at once, since what comes of it may take minutes. */
  #suspects(prefix: string, suspect: Suspect): void {
    if (suspect === undefined) return;
    const name = `${suspect.code} ${suspect.component}`;
    if (this.#suspected.has(name)) return;
    this.#suspected.add(name);
    this.#printer.say(prefix, `So far ${suspect.title}; this is watched on`);
  }

  ended(phase: string, effect: AwaitEffect, elapsedMs: number): void {
    this.#underWay.delete(effect.id);
    const { probe } = effect;
    const state = probe.kind === 'file' ? `${probe.path} is there` : `${probe.component} is healthy`;
    this.#printer.say(effectPrefix(phase, effect), `${state} after ${durationText(elapsedMs)}`);
  }

  /** The run is over, well or not. */
  allEnded(): void {
    this.#underWay.clear();
    this.#printer.live.clear();
  }
}
