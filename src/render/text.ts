import type { Finding } from '../errors.ts';
import type { Effect, Judgement } from '../plan/effect.ts';
import type { Event, Reporter } from '../plan/event.ts';
import type { Note } from '../plan/phase.ts';
import { durationText } from './duration-text.ts';
import { effectTarget, verdictDone } from './effect-target.ts';
import { findingLines } from './finding-lines.ts';
import { ObjectLines } from './object-lines.ts';
import { PassingLines } from './passing-lines.ts';
import { effectPrefix, phasePrefix } from './phase-prefix.ts';
import { Printer, type PrinterOptions } from './printer.ts';
import { RunCount } from './run-count.ts';
import { sentence } from './sentence.ts';
import { WaitLines } from './wait-lines.ts';

type EventOf<Kind extends Event['kind']> = Extract<Event, { readonly kind: Kind }>;

/**
 * Turns events into lines as kubeadm prints them: `[phase] …` on standard output, findings and warnings on standard
 * error. In a terminal a wait is one line that is painted over; elsewhere it is told twice a minute.
 */
export class TextReporter implements Reporter {
  readonly #printer: Printer;
  readonly #waits: WaitLines;
  readonly #objects: ObjectLines;
  readonly #passing: PassingLines;
  readonly #count = new RunCount();
  /** Effects that have told something themselves; a closing line would add nothing. */
  readonly #toldProgress = new Set<string>();

  constructor(options: PrinterOptions) {
    this.#printer = new Printer(options);
    this.#waits = new WaitLines(this.#printer);
    this.#objects = new ObjectLines(this.#printer);
    this.#passing = new PassingLines(this.#printer);
  }

  emit(event: Event): void {
    if (!isAboutObject(event)) this.#objects.tell();
    switch (event.kind) {
      case 'run-started':
        this.#runStarted(event);
        break;
      case 'inputs-resolved':
        break;
      case 'checks-started':
        this.#printer.say(phasePrefix(event.phase), 'Running pre-flight checks');
        break;
      case 'phase-started': {
        const { phase, index, count } = event;
        this.#printer.detail(1, `${phasePrefix(phase)} phase ${phase}, ${index + 1} of ${count}`);
        break;
      }
      case 'effect-started':
        this.#effectStarted(event.phase, event.effect, event.judgement);
        break;
      case 'effect-progress':
        this.#progress(event);
        break;
      case 'effect':
        this.#effectEnded(event);
        break;
      case 'finding':
        this.#finding(event.finding, event);
        break;
      case 'waiting':
        this.#waits.goesOn(event.phase, event.effect.id, event.elapsedMs, event.lastSeen, event.suspect);
        break;
      case 'evidence':
        this.#printer.complain(
          [event.evidence.title, ...event.evidence.lines.map((line) => `  ${line}`), ''].join('\n'),
        );
        break;
      case 'note':
        this.#note(event.note, event.phase === undefined ? '' : phasePrefix(event.phase));
        break;
      case 'phase-ended':
        this.#printer.detail(
          1,
          `${phasePrefix(event.phase)} phase ${event.phase} took ${durationText(event.elapsedMs)}`,
        );
        break;
      case 'run-ended':
        this.#runEnded(event);
        break;
    }
  }

  #runStarted({ command, continued }: EventOf<'run-started'>): void {
    if (continued) {
      const prefix = phasePrefix(command.split(' ')[0]!);
      this.#printer.say(prefix, 'Continuing an interrupted run; what it finished is kept');
    }
  }

  #runEnded({ outcome, elapsedMs }: EventOf<'run-ended'>): void {
    this.#waits.allEnded();
    if (outcome === 'unchanged') {
      this.#printer.say('', 'Nothing to do: the same command has finished here before, and what it made is in place');
    }
    // Programs take the last lines of the output; people see this below them.
    const count = outcome === 'succeeded' && this.#printer.live.works ? this.#count.text(elapsedMs) : undefined;
    if (count !== undefined) this.#printer.complain(`\n${count}\n`);
    this.#printer.detail(1, `run ${outcome} after ${durationText(elapsedMs)}`);
  }

  #effectStarted(phase: string, effect: Effect, judgement: Judgement): void {
    if (judgement.verdict === 'keep') return;
    if (effect.kind === 'await') this.#waits.began(phase, effect);
    else if (effect.kind === 'call' || effect.kind === 'run') {
      this.#printer.live.paint(`${effectPrefix(phase, effect)} ${sentence(effect.why)}`);
    }
  }

  #progress({ phase, effect, text, passing }: EventOf<'effect-progress'>): void {
    const prefix = effectPrefix(phase, effect);
    if (passing === true) {
      this.#passing.say(effect.id, prefix, text);
    } else {
      this.#toldProgress.add(effect.id);
      this.#printer.say(prefix, text);
    }
  }

  #effectEnded({ phase, effect, judgement, elapsedMs, tolerated }: EventOf<'effect'>): void {
    const prefix = effectPrefix(phase, effect);
    if (tolerated === undefined) this.#count.add(effect, judgement);
    for (const warning of judgement.warnings ?? []) this.#printer.warn(prefix, warning);
    if (tolerated !== undefined) {
      this.#printer.warn(prefix, `${effectTarget(effect)}: this failed and the run goes on: ${tolerated}`);
    } else if (effect.kind === 'await') this.#waits.ended(phase, effect, elapsedMs);
    else if (effect.kind === 'apply') this.#objects.add({ phase, effect, judgement });
    else if (effect.kind === 'call' || effect.kind === 'run') this.#deedEnded(prefix, effect, judgement);
    else this.#printer.say(prefix, `${effectTarget(effect)}: ${verdictText(judgement)}`);
  }

  #deedEnded(prefix: string, effect: Effect, judgement: Judgement): void {
    const { why } = effect;
    if (judgement.verdict === 'keep') this.#printer.detail(1, `${prefix} ${sentence(why)}: ${verdictText(judgement)}`);
    else if (this.#toldProgress.has(effect.id)) this.#printer.live.clear();
    else this.#printer.say(prefix, sentence(why));
  }

  #finding(finding: Finding, { ignored, explained }: { readonly ignored: boolean; readonly explained: boolean }): void {
    if (explained) {
      this.#printer.say('[preflight]', `${finding.message}: that is from the interrupted run and no obstacle`);
    } else if (finding.severity === 'warning' || ignored) {
      this.#printer.complain(findingLines(finding, 'WARNING', this.#printer.colours));
    }
    // Fatal ones are told together when the run fails, below a heading and with what to do about them.
  }

  #note(note: Note, prefix: string): void {
    if (note.level === 'output') this.#printer.output(note.text.endsWith('\n') ? note.text : `${note.text}\n`);
    else if (note.level === 'warning') this.#printer.warn(prefix, note.text);
    else this.#printer.say(prefix, note.text);
  }
}

/** Between objects of one phase nothing else is told. */
function isAboutObject(event: Event): boolean {
  return (event.kind === 'effect' || event.kind === 'effect-started') && event.effect.kind === 'apply';
}

function verdictText({ verdict, reason }: Judgement): string {
  return verdict === 'keep' && reason !== undefined ? `kept (${reason})` : verdictDone(verdict);
}
