import { PositionedError, PreflightError, RefusedError, TimeoutError } from '../errors.ts';
import type { Event, Reporter } from '../plan/event.ts';
import type { Status, StatusCause } from '../schemas/status.ts';
import { publicEvent } from './events.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { evidenceLines, publicDiagnosis, publicError } from './public-error.ts';

/** What was read from the node after a run. */
export type LearntAboutNode = Partial<Pick<Status, 'etcd' | 'certificates'>>;

/** What the status needs from the process. */
export interface StatusParts {
  /** `init`, `join phase preflight`. */
  readonly command: string;
  /** The words that were typed, fit to be shown: what continues the run. */
  readonly commandLine: string;
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Puts the text in place of the file, whole. */
  readonly write: (text: string) => void;
}

/** Keeps the status file true while events pass by. */
export class StatusKeeper implements Reporter {
  readonly #parts: StatusParts;
  #status: Status;
  #last: Event | undefined;
  /** Only a run that has begun has the file to itself, and a dry run leaves it alone. */
  #written = false;
  #stage: 'before' | 'running' | 'dry run' = 'before';

  constructor(parts: StatusParts) {
    this.#parts = parts;
    const now = this.#time();
    this.#status = {
      schema: 1,
      command: parts.command,
      node: null,
      pid: parts.pid,
      run: null,
      startedAt: now,
      updatedAt: now,
      phase: null,
      phaseIndex: 0,
      phaseCount: 0,
      state: 'running',
      exitCode: null,
      cause: null,
      etcd: null,
      certificates: null,
      nextCommand: null,
    };
  }

  emit(event: Event): void {
    this.#last = event;
    switch (event.kind) {
      case 'run-started':
        this.#stage = event.dryRun ? 'dry run' : 'running';
        this.#write({ run: event.run, phaseCount: event.phases.length });
        break;
      case 'inputs-resolved':
        this.#write({ node: event.resolved['node-name'] ?? this.#status.node });
        break;
      case 'phase-started':
        this.#write({ phase: event.phase, phaseIndex: event.index + 1, phaseCount: event.count });
        break;
    }
  }

  succeeded(learnt: LearntAboutNode = {}): void {
    this.#write({ state: 'succeeded', exitCode: exitCodes.done, ...learnt });
  }

  failed(error: unknown): void {
    // Refused before it began (a mistake in the words or the configuration, another run in progress): nothing is written.
    if (this.#stage === 'before') return;
    const exitCode = exitCodeOf(error);
    const resumable = isResumable(error);
    this.#write({
      state: exitCode === exitCodes.rolledBack ? 'rolledBack' : resumable ? 'resumable' : 'failed',
      exitCode,
      cause: causeOf(error),
      nextCommand: resumable ? this.#parts.commandLine : null,
    });
  }

  /** Whether the file tells of this command. */
  get hasWritten(): boolean {
    return this.#written;
  }

  /** The last event and how it ended, in one line, for callers that keep only what was printed last. */
  lastLine(): string {
    const event = this.#last === undefined ? {} : publicEvent(this.#last);
    const { state, exitCode, phase, run, command } = this.#status;
    return `tsadm-status: ${JSON.stringify({ schema: 1, command, run, state, exitCode, phase, event })}\n`;
  }

  #write(change: Partial<Status>): void {
    this.#status = { ...this.#status, ...change, updatedAt: this.#time() };
    if (this.#stage === 'dry run') return;
    this.#written = true;
    this.#parts.write(`${JSON.stringify(this.#status, null, 2)}\n`);
  }

  #time(): string {
    return new Date(this.#parts.now()).toISOString();
  }
}

function isResumable(error: unknown): boolean {
  return (error as { readonly position?: { readonly resumable?: boolean } } | undefined)?.position?.resumable === true;
}

function causeOf(error: unknown): StatusCause {
  if (error instanceof PositionedError && error.diagnosis !== undefined) return publicDiagnosis(error.diagnosis);
  const { kind, message, hint } = publicError(error);
  return { code: String(kind), title: String(message), evidence: evidenceOf(error), fix: hint ? String(hint) : null };
}

function evidenceOf(error: unknown): readonly string[] {
  if (error instanceof TimeoutError) {
    return [error.lastSeen, ...evidenceLines(error.evidence)];
  }
  if (error instanceof PreflightError) return error.findings.map(({ name, message }) => `${name}: ${message}`);
  if (error instanceof RefusedError) return error.reasons;
  return [];
}
