import type { Event, Reporter } from '../plan/event.ts';
import type { JsonObject } from '../plan/json.ts';
import type { Note } from '../plan/phase.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import { wantsColour } from '../render/colour.ts';
import { EventWriter } from '../render/events.ts';
import { renderJson } from '../render/json.ts';
import { renderPlan } from '../render/plan-text.ts';
import { type LearntAboutNode, StatusKeeper, type StatusParts } from '../render/status.ts';
import { type TextStream, type TextStreams, writeTo } from '../render/streams.ts';
import { tee } from '../render/tee.ts';
import { TextReporter } from '../render/text.ts';
import type { WorkflowInvocation } from './invocation.ts';

/** How a run ended well, as far as words are concerned. */
export interface RunEnd {
  readonly outcome: 'succeeded' | 'unchanged' | 'planned';
  readonly planned: readonly PlannedEffect[];
  readonly notes: readonly { readonly phase: string; readonly note: Note }[];
  /** What a command prints that has nothing to tell but this (a token); progress is then not told. */
  readonly text?: string;
  /** What `-o json` tells of it. */
  readonly result?: JsonObject;
  /** What the status file tells of the node. */
  readonly learnt?: LearntAboutNode;
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
  /** The status file of this machine; undefined for commands that leave it alone. */
  readonly status?: Omit<StatusParts, 'command' | 'now'>;
  /** Writes the file of --success-file. */
  readonly tellSuccess: (path: string) => Promise<void>;
  /** The run itself; failures are thrown. */
  readonly run: (reporter: Reporter) => Promise<RunEnd>;
}

/** Commands whose output is one thing that was asked for. */
const bareCommands: readonly WorkflowInvocation['workflow'][] = ['token create', 'token delete'];

const unheard: TextStream = { write: () => {}, isTTY: false };

/** Carries out a workflow and puts into words what happens, on the streams that the flags ask for. */
export async function runCommand(invocation: WorkflowInvocation, parts: CommandParts): Promise<void> {
  const { env, streams } = parts;
  const json = invocation.output === 'json';
  const wordless = json || invocation.events === '-';
  const bare = bareCommands.includes(invocation.workflow);
  // Programs take such a command's output as it is; how it came about is for those who ask with -v.
  const progress = wordless || bare ? (bare && invocation.verbosity === 0 ? unheard : streams.err) : streams.out;
  const text = new TextReporter({
    // Standard output belongs to the document or the events; text moves to standard error.
    streams: { out: progress, err: streams.err },
    color: invocation.color,
    env,
    verbosity: invocation.verbosity,
    now: parts.monotonic,
  });
  const command =
    invocation.workflow + (invocation.selection.kind === 'all' ? '' : ` phase ${invocation.selection.path}`);
  const status = parts.status && new StatusKeeper({ ...parts.status, command, now: parts.now });
  const reporter = tee(
    text,
    ...(invocation.events === undefined ? [] : [new EventWriter(parts.writeEvent, parts.now)]),
    ...(status === undefined ? [] : [status]),
  );
  for (const warning of invocation.warnings) reporter.emit(warningEvent(warning));
  parts.signal.addEventListener('abort', () => {
    reporter.emit(warningEvent(`${String(parts.signal.reason)}: stopping at the next clean point`));
  });
  try {
    const { outcome, planned, notes, text: printed, result, learnt } = await parts.run(reporter);
    if (outcome === 'planned') {
      const out = wordless ? streams.err : streams.out;
      writeTo(out, renderPlan(planned, { coloured: wantsColour(out, invocation.color, env) }));
      for (const { phase, note } of notes) reporter.emit({ kind: 'note', phase, note });
    }
    if (outcome !== 'planned' && invocation.successFile !== undefined) await parts.tellSuccess(invocation.successFile);
    if (printed !== undefined && !wordless) writeTo(streams.out, printed);
    status?.succeeded(learnt);
    if (json) {
      const shown = { ...(outcome === 'planned' && { planned }), ...(result !== undefined && { result }) };
      writeTo(streams.out, renderJson({ command, outcome, ...shown }));
    }
    tellStatus(streams, status);
  } catch (error) {
    status?.failed(error);
    tellStatus(streams, status);
    if (json) writeTo(streams.out, renderJson({ command, outcome: 'failed', error }));
    throw error;
  }
}

function warningEvent(text: string): Event {
  return { kind: 'note', note: { level: 'warning', text } };
}

/** People at a terminal have read it all already. */
function tellStatus(streams: TextStreams, status: StatusKeeper | undefined): void {
  if (status?.hasWritten && streams.err.isTTY !== true) writeTo(streams.err, status.lastLine());
}
