import type { Event, Reporter } from '../plan/event.ts';
import type { Note } from '../plan/phase.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import { wantsColour } from '../render/colour.ts';
import { EventWriter } from '../render/events.ts';
import { renderJson } from '../render/json.ts';
import { renderPlan } from '../render/plan-text.ts';
import { type TextStreams, writeTo } from '../render/streams.ts';
import { tee } from '../render/tee.ts';
import { TextReporter } from '../render/text.ts';
import type { WorkflowInvocation } from './invocation.ts';

/** How a run ended well, as far as words are concerned. */
export interface RunEnd {
  readonly outcome: 'succeeded' | 'unchanged' | 'planned';
  readonly planned: readonly PlannedEffect[];
  readonly notes: readonly { readonly phase: string; readonly note: Note }[];
}

/** What a command that runs phases gets from the process. */
export interface CommandParts {
  readonly streams: TextStreams;
  readonly env: { readonly [name: string]: string | undefined };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that only go forward. */
  readonly monotonic: () => number;
  /** Aborted on INT, TERM and HUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Appends a line to the file of --events. */
  readonly writeEvent: (line: string) => void;
  /** The run itself; failures are thrown. */
  readonly run: (reporter: Reporter) => Promise<RunEnd>;
}

/** Carries out a workflow and puts into words what happens, on the streams that the flags ask for. */
export async function runCommand(invocation: WorkflowInvocation, parts: CommandParts): Promise<void> {
  const { env, streams } = parts;
  const json = invocation.output === 'json';
  const wordless = json || invocation.events === '-';
  const text = new TextReporter({
    // Standard output belongs to the document or the events; text moves to standard error.
    streams: wordless ? { out: streams.err, err: streams.err } : streams,
    color: invocation.color,
    env,
    verbosity: invocation.verbosity,
    now: parts.monotonic,
  });
  const reporter = invocation.events === undefined ? text : tee(text, new EventWriter(parts.writeEvent, parts.now));
  for (const warning of invocation.warnings) reporter.emit(warningEvent(warning));
  parts.signal.addEventListener('abort', () => {
    reporter.emit(warningEvent(`${String(parts.signal.reason)}: stopping at the next clean point`));
  });
  const command =
    invocation.workflow + (invocation.selection.kind === 'all' ? '' : ` phase ${invocation.selection.path}`);
  try {
    const { outcome, planned, notes } = await parts.run(reporter);
    if (outcome === 'planned') {
      const out = wordless ? streams.err : streams.out;
      writeTo(out, renderPlan(planned, { coloured: wantsColour(out, invocation.color, env) }));
      for (const { phase, note } of notes) reporter.emit({ kind: 'note', phase, note });
    }
    if (json) writeTo(streams.out, renderJson({ command, outcome, ...(outcome === 'planned' ? { planned } : {}) }));
  } catch (error) {
    if (json) writeTo(streams.out, renderJson({ command, outcome: 'failed', error }));
    throw error;
  }
}

function warningEvent(text: string): Event {
  return { kind: 'note', note: { level: 'warning', text } };
}
