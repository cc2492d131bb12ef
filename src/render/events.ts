import type { Event, Reporter } from '../plan/event.ts';
import type { JsonObject } from '../plan/json.ts';
import { publicEffect } from './public-effect.ts';

/** Version of the lines' form; grows when a field changes its meaning or goes away, not when one is added. */
const schema = 1;

/** Writes every event as one JSON object a line, as it happens. No line holds a secret. */
export class EventWriter implements Reporter {
  readonly #write: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly #now: () => number;
  #run: string | null = null;

  constructor(write: (line: string) => void, now: () => number) {
    this.#write = write;
    this.#now = now;
  }

  emit(event: Event): void {
    if (event.kind === 'run-started') this.#run = event.run;
    const head = { schema, time: new Date(this.#now()).toISOString(), run: this.#run };
    this.#write(`${JSON.stringify({ ...head, ...publicEvent(event) })}\n`);
  }
}

/** What programs see of an event: effects without their content, notes without their secrets. */
export function publicEvent(event: Event): JsonObject {
  switch (event.kind) {
    case 'effect-started':
      return { ...plain(event), effect: publicEffect(event.effect), judgement: plain(event.judgement) };
    case 'effect-progress':
    case 'waiting':
      return { ...plain(event), effect: publicEffect(event.effect) };
    case 'effect':
      return { ...plain(event), effect: publicEffect(event.effect), judgement: plain(event.judgement) };
    case 'note': {
      const { level, text, publicText } = event.note;
      return { ...plain(event), note: { level, text: publicText ?? text } };
    }
    case 'run-started':
    case 'inputs-resolved':
    case 'checks-started':
    case 'phase-started':
    case 'finding':
    case 'evidence':
    case 'phase-ended':
    case 'run-ended':
      return plain(event);
  }
}

/** The records of the vocabulary are plain data; only their interfaces lack the index signature that JsonObject has. */
function plain(value: object): JsonObject {
  return value as JsonObject;
}
