import {
  Aborted,
  AppError,
  ConfigError,
  EffectError,
  type Evidence,
  type Issue,
  PositionedError,
  PreflightError,
  RefusedError,
  type RunPosition,
  TimeoutError,
} from '../errors.ts';
import { palette } from './colour.ts';
import { durationText } from './duration-text.ts';
import { findingLines } from './finding-lines.ts';

export interface ErrorTextOptions {
  /** The name we were called by. */
  readonly program: string;
  /** Level of -v; from 5 on with stack traces. */
  readonly verbose: number;
  readonly coloured?: boolean;
}

/** A failure in words: what happened, where, why, what is already done, what to do next. Ends in a newline. */
export function renderError(error: unknown, options: ErrorTextOptions): string {
  const { error: red, quiet } = palette(options.coloured === true);
  const lines = [
    ...linesBefore(error, options),
    `${red('error:')} ${executing(error)}${messageOf(error)}`,
    ...linesAfter(error),
    ...causes(error),
    ...takenBackLines(error),
    ...next(error, options),
    ...(options.verbose >= 5 ? stacks(error).map((line) => quiet(line)) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** kubeadm names the phase in front of the message; programs look for it. */
function executing(error: unknown): string {
  const phase = error instanceof PreflightError ? 'preflight' : positionOf(error).phase;
  return phase === undefined ? '' : `error execution phase ${phase}: `;
}

function positionOf(error: unknown): RunPosition {
  return error instanceof EffectError || error instanceof TimeoutError || error instanceof Aborted
    ? error.position
    : {};
}

/** Findings stand above the error line, where kubeadm has them. */
function linesBefore(error: unknown, options: ErrorTextOptions): readonly string[] {
  if (!(error instanceof PreflightError)) return [];
  const colours = palette(options.coloured === true);
  const names = [...new Set(error.findings.map(({ name }) => name))].join(',');
  return [
    '[preflight] This machine is not fit yet; fatal errors:',
    ...error.findings.map((finding) => findingLines(finding, 'ERROR', colours).trimEnd()),
    `[preflight] If you know better, these checks can be made non-fatal with --ignore-preflight-errors=${names}`,
  ];
}

function linesAfter(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.issues.flatMap(issueLines);
  if (error instanceof RefusedError) return error.reasons.map((reason) => `  - ${reason}`);
  if (error instanceof TimeoutError) {
    return [
      `  waited to:  ${error.awaited}`,
      `  for:        ${durationText(error.waitedMs)}`,
      `  last seen:  ${error.lastSeen === '' ? 'nothing' : error.lastSeen}`,
      ...error.evidence.flatMap(evidenceLines),
    ];
  }
  if (error instanceof EffectError && error.diagnosis !== undefined) {
    return error.diagnosis.evidence.flatMap(evidenceLines);
  }
  return [];
}

/** `  kubeadm.yaml:12:3: networking.podSubnet: it is no address range (found "x")`, and the hint below. */
function issueLines({ path, message, file, line, column, found, hint }: Issue): readonly string[] {
  const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
  const parts = [place, path, message].filter((part) => part !== '');
  return [
    `  ${parts.join(': ')}${found === undefined ? '' : ` (found ${found})`}`,
    ...(hint === undefined ? [] : [`      ${hint}`]),
  ];
}

function evidenceLines({ title, lines }: Evidence): readonly string[] {
  return ['', `  ${title}`, ...lines.map((line) => `    ${line}`)];
}

/** One line a cause; a cause that its error already quotes is not said again. */
function causes(error: unknown): readonly string[] {
  const lines: string[] = [];
  let said = messageOf(error);
  for (const cause of chain(error).slice(1)) {
    const text = messageOf(cause).split('\n')[0]!.trim();
    if (text !== '' && !said.includes(text)) lines.push(`  because: ${text}`);
    said += `\n${text}`;
  }
  return lines;
}

function chain(error: unknown): readonly unknown[] {
  const all: unknown[] = [];
  for (let each: unknown = error; each !== undefined && !all.includes(each); ) {
    all.push(each);
    each = each instanceof Error ? each.cause : undefined;
  }
  return all;
}

function takenBackLines(error: unknown): readonly string[] {
  if (!(error instanceof PositionedError)) return [];
  const { restored, failed, kept } = error.takenBack;
  if (restored.length + failed.length === 0) return [];
  return [
    ...restored.map((text) => `  taken back: ${text}`),
    ...failed.map((text) => `  ${text}`),
    ...kept.map((text) => `  kept: ${text}`),
  ];
}

/** What the same command will find, and do. */
function goingOn(error: unknown): string {
  const { restored, failed } = error instanceof PositionedError ? error.takenBack : { restored: [], failed: [] };
  if (failed.length > 0) {
    return 'See first to what could not be taken back. Then the same command goes on from what is there.';
  }
  return restored.length > 0
    ? 'The rest of what this run did is kept, too. Once the cause is mended, the same command does again what was taken back.'
    : 'What is already done is kept. The same command continues where this run stopped.';
}

function next(error: unknown, { program, verbose }: ErrorTextOptions): readonly string[] {
  const lines: string[] = [];
  if (error instanceof AppError && error.hint !== undefined) lines.push(`  what to do: ${error.hint}`);
  const position = positionOf(error);
  if (position.resumable) {
    lines.push(`  ${goingOn(error)}`);
    if (position.reconfigurable) {
      lines.push('  With another configuration it removes what this run has made, and begins anew.');
    }
    if (position.run !== undefined) lines.push(`  run: ${position.run}`);
  }
  if (!isExpected(error)) {
    lines.push(`This is a mistake in ${program} itself, not in what you did. Please report it.`);
    if (verbose < 5) lines.push('With --v=5 the same command shows where it happened.');
  }
  return lines;
}

/**
 * Failures that no bug of ours is needed for: our own kinds, and what the system, the API server or the runtime
 * answered (their errors carry a code, a status or the name of a missing program).
 */
function isExpected(error: unknown): boolean {
  if (error instanceof AppError) return true;
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || ['ApiError', 'CriError', 'CommandNotFound'].includes(error.name);
}

function stacks(error: unknown): readonly string[] {
  return chain(error).flatMap((each) =>
    each instanceof Error && each.stack !== undefined ? each.stack.split('\n') : [],
  );
}
