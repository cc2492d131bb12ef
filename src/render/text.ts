import type { AwaitEffect, Effect, Judgement } from '../plan/effect.ts';
import type { Event, Reporter } from '../plan/event.ts';
import type { Note } from '../plan/phase.ts';
import { palette, wantsColour } from './colour.ts';
import { durationText } from './duration-text.ts';
import { effectTarget, verdictDone } from './effect-target.ts';
import { findingLines } from './finding-lines.ts';
import { LiveLine } from './live-line.ts';
import { effectPrefix, phasePrefix } from './phase-prefix.ts';
import { type TextStream, type TextStreams, writeTo } from './streams.ts';

export interface TextOptions {
  readonly streams: TextStreams;
  readonly color: 'auto' | 'always' | 'never';
  readonly env: { readonly [name: string]: string | undefined };
  readonly verbosity: number;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** How often a wait is told where lines cannot be painted over. */
const tellEveryMs = 30_000;

type EventOf<Kind extends Event['kind']> = Extract<Event, { readonly kind: Kind }>;

/**
 * Turns events into lines as kubeadm prints them: `[phase] …` on standard output, findings and warnings on standard
 * error. In a terminal a wait is one line that is painted over; elsewhere it is told twice a minute.
 */
export class TextReporter implements Reporter {
  readonly #options: TextOptions;
  readonly #live: LiveLine;
  readonly #out: ReturnType<typeof palette>;
  readonly #err: ReturnType<typeof palette>;
  /** Awaits under way, with what was last seen. */
  readonly #waiting = new Map<string, { readonly effect: AwaitEffect; seen: string; toldAt: number }>();
  /** Effects that have told something themselves; a closing "done" would add nothing. */
  readonly #toldProgress = new Set<string>();
  /** Objects that a phase has brought about one after another: told in one line for each purpose. */
  readonly #objects = new Map<string, EventOf<'effect'>[]>();

  constructor(options: TextOptions) {
    this.#options = options;
    const { out, err } = options.streams;
    this.#live = new LiveLine([err, out].find((stream) => stream.isTTY === true), options.now);
    this.#out = palette(wantsColour(out, options.color, options.env));
    this.#err = palette(wantsColour(err, options.color, options.env));
  }

  emit(event: Event): void {
    if (!isAboutObject(event)) this.#tellObjects();
    switch (event.kind) {
      case 'run-started':
        return this.#runStarted(event);
      case 'phase-started':
        return this.#detail(1, `${phasePrefix(event.phase)} phase ${event.phase} (${event.index + 1} of ${event.count})`);
      case 'effect-started':
        return this.#effectStarted(event.phase, event.effect, event.judgement);
      case 'effect-progress':
        this.#toldProgress.add(event.effect.id);
        return this.#say(effectPrefix(event.phase, event.effect), event.text);
      case 'effect':
        return this.#effect(event);
      case 'finding':
        return this.#finding(event);
      case 'waiting':
        return this.#stillWaiting(event);
      case 'evidence':
        return this.#complain(`${event.evidence.title}\n${event.evidence.lines.map((line) => `  ${line}\n`).join('')}`);
      case 'note':
        return this.#note(event.note, event.phase);
      case 'phase-ended':
        return this.#detail(1, `${phasePrefix(event.phase)} phase ${event.phase}: ${durationText(event.elapsedMs)}`);
      case 'run-ended':
        return this.#runEnded(event);
    }
  }

  #runStarted({ command, continued, phases }: EventOf<'run-started'>): void {
    if (continued) {
      this.#say(phasePrefix(command.split(' ')[0]!), 'An earlier run was interrupted; it is continued, what it finished is kept');
    }
    if (phases.includes('preflight')) this.#say('[preflight]', 'Running pre-flight checks');
  }

  #runEnded({ outcome, elapsedMs }: EventOf<'run-ended'>): void {
    this.#live.clear();
    this.#waiting.clear();
    if (outcome === 'unchanged') this.#say('[init]', 'Nothing to do: this command has been carried out here before, and what it made is in place');
    else this.#detail(1, `run ${outcome} after ${durationText(elapsedMs)}`);
  }

  #effectStarted(phase: string, effect: Effect, judgement: Judgement): void {
    if (judgement.verdict === 'keep') return;
    const prefix = effectPrefix(phase, effect);
    if (effect.kind === 'await') {
      this.#waiting.set(effect.id, { effect, seen: '', toldAt: this.#options.now() });
      this.#say(prefix, `${sentence(effect.why)}. This can take up to ${durationText(effect.timeoutMs)}`);
    } else if (effect.kind === 'call' || effect.kind === 'run') {
      this.#live.paint(`${prefix} ${sentence(effect.why)}`);
    }
  }

  #effect(event: EventOf<'effect'>): void {
    const { phase, effect, judgement, elapsedMs, tolerated } = event;
    const prefix = effectPrefix(phase, effect);
    for (const warning of judgement.warnings ?? []) this.#warn(prefix, warning);
    if (tolerated !== undefined) return this.#warn(prefix, `${effectTarget(effect)}: failed, going on without it: ${tolerated}`);
    switch (effect.kind) {
      case 'await': {
        this.#waiting.delete(effect.id);
        const what = effect.probe.component;
        return this.#say(prefix, `${effect.probe.kind === 'http' ? `${what} is healthy` : `${what} is there`} after ${durationText(elapsedMs)}`);
      }
      case 'apply':
        this.#objects.set(effect.why, [...(this.#objects.get(effect.why) ?? []), event]);
        return;
      case 'call':
      case 'run':
        if (judgement.verdict === 'keep') return this.#detail(1, `${prefix} ${sentence(effect.why)}: ${keptBecause(judgement)}`);
        if (this.#toldProgress.has(effect.id)) return this.#live.clear();
        return this.#say(prefix, sentence(effect.why));
      default:
        return this.#say(prefix, `${effectTarget(effect)}: ${judgement.verdict === 'keep' ? keptBecause(judgement) : verdictDone(judgement.verdict)}`);
    }
  }

  #tellObjects(): void {
    const purposes = [...this.#objects];
    this.#objects.clear();
    for (const [why, entries] of purposes) {
      const prefix = phasePrefix(entries[0]!.phase);
      const changed = entries.filter(({ judgement }) => judgement.verdict !== 'keep');
      if (changed.length === 0) this.#detail(1, `${prefix} ${sentence(why)}: nothing to change`);
      else this.#say(prefix, `${sentence(why)}: ${this.#listed(changed.map(({ effect }) => effectTarget(effect)))}`);
    }
  }

  /** Long lists are shortened, unless more was asked for. */
  #listed(names: readonly string[]): string {
    if (names.length <= 3 || this.#options.verbosity > 0) return names.join(', ');
    return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more objects`;
  }

  #finding({ finding, ignored, explained }: EventOf<'finding'>): void {
    if (explained) return this.#say('[preflight]', `${finding.message}: made by the interrupted run, and so no obstacle`);
    // Fatal ones are told together when the run fails, below a heading and with what to do about them.
    if (finding.severity === 'error' && !ignored) return;
    this.#complain(findingLines(finding, 'WARNING', this.#err));
  }

  #stillWaiting({ phase, effect, elapsedMs, lastSeen }: EventOf<'waiting'>): void {
    const entry = this.#waiting.get(effect.id);
    if (entry === undefined) return;
    entry.seen = lastSeen;
    const limit = durationText(entry.effect.timeoutMs);
    if (this.#live.works) {
      const all = [...this.#waiting.values()];
      const names = all.map((each) => each.effect.probe.component).join(', ');
      return this.#live.paint(`Waiting for ${names}: ${durationText(elapsedMs)} of ${limit}; ${entry.effect.probe.component}: ${lastSeen}`);
    }
    if (this.#options.now() - entry.toldAt < tellEveryMs) return;
    entry.toldAt = this.#options.now();
    this.#say(effectPrefix(phase, effect), `still waiting for ${entry.effect.probe.component} after ${durationText(elapsedMs)} of ${limit}: ${lastSeen}`);
  }

  #note(note: Note, phase: string | undefined): void {
    if (note.level === 'output') return this.#write(this.#options.streams.out, note.text.endsWith('\n') ? note.text : `${note.text}\n`);
    const prefix = phase === undefined ? '' : phasePrefix(phase);
    if (note.level === 'warning') return this.#warn(prefix, note.text);
    this.#say(prefix, note.text);
  }

  #say(prefix: string, text: string): void {
    this.#write(this.#options.streams.out, `${prefix === '' ? '' : `${this.#out.prefix(prefix)} `}${text}\n`);
  }

  #warn(prefix: string, text: string): void {
    this.#complain(`${prefix === '' ? '' : `${this.#err.prefix(prefix)} `}${this.#err.warning('Warning:')} ${text}\n`);
  }

  #detail(level: number, text: string): void {
    if (this.#options.verbosity >= level) this.#complain(`${this.#err.quiet(text)}\n`);
  }

  #complain(text: string): void {
    this.#write(this.#options.streams.err, text);
  }

  #write(stream: TextStream, text: string): void {
    this.#live.clear();
    writeTo(stream, text);
  }
}

function isAboutObject(event: Event): boolean {
  if (event.kind !== 'effect' && event.kind !== 'effect-started') return false;
  return event.effect.kind === 'apply';
}

function keptBecause({ reason }: Judgement): string {
  return reason === undefined ? 'kept as it is' : `kept (${reason})`;
}

function sentence(clause: string): string {
  return clause === '' ? clause : clause[0]!.toUpperCase() + clause.slice(1);
}
