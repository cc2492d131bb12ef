/**
 * The kinds of failure. A kind says who must act; one function in render/ turns any of them into words and one table
 * in main turns them into an exit code. Nothing matches on message text.
 */

/** One complaint about what the user wrote: where it stands, what was found and what would do instead. */
export interface Issue {
  /** Field path as Kubernetes writes it, e.g. `networking.podSubnet` or `apiServer.extraArgs[0].name`. */
  readonly path: string;
  /** One sentence, own words, without the path. */
  readonly message: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** What was found, as text fit to print (never a secret). */
  readonly found?: string;
  /** What to do instead: allowed values, nearest known name, a command. */
  readonly hint?: string;
}

/** What a preflight check saw. `name` is what users pass to --ignore-preflight-errors. */
export interface Finding {
  readonly name: string;
  readonly severity: 'warning' | 'error';
  readonly message: string;
  /** The command or edit that mends it. */
  readonly hint?: string;
  /** What the finding is about, so that a journal of our own unfinished run can explain it away. */
  readonly about?: { readonly kind: 'path' | 'port' | 'service' | 'phase'; readonly value: string };
}

export interface AppErrorOptions {
  /** The next command or edit, one line. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Base of everything that is not our own bug. `message` is one line. */
export abstract class AppError extends Error {
  abstract readonly kind: string;
  readonly hint: string | undefined;
  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** You typed something that cannot be. Exit 3 (with ConfigError). */
export class UsageError extends AppError {
  readonly kind = 'usage';
}

/** You wrote something that cannot be; carries every complaint at once. Exit 3. */
export class ConfigError extends AppError {
  readonly kind = 'config';
  readonly issues: readonly Issue[];
  constructor(message: string, issues: readonly Issue[], options: AppErrorOptions = {}) {
    super(message, options);
    this.issues = issues;
  }
}

/** The machine is not fit; carries every finding. Exit 2. */
export class PreflightError extends AppError {
  readonly kind = 'preflight';
  readonly findings: readonly Finding[];
  constructor(message: string, findings: readonly Finding[], options: AppErrorOptions = {}) {
    super(message, options);
    this.findings = findings;
  }
}

/** The plan holds something that must not be done; nothing was touched. Exit 15 or, for files in the way, 1. */
export class RefusedError extends AppError {
  readonly kind = 'refused';
  readonly reasons: readonly string[];
  constructor(message: string, reasons: readonly string[], options: AppErrorOptions = {}) {
    super(message, options);
    this.reasons = reasons;
  }
}

/** The world changed under the plan in a way that only a person can judge. Exit 10. */
export class DecisionError extends AppError {
  readonly kind = 'decision';
  readonly exitCode = 10;
}

/** What was gathered about a component that did not come up. */
export interface Evidence {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Why a component does not start: programs get it as `cause` of the error (and of the status file), people as message,
 * evidence and what to do.
 */
export interface Diagnosis {
  /** Stable, for programs: `unknown-flag`, `port-taken`, … */
  readonly code: string;
  /** Name of a static Pod, `kubelet` or `container runtime`. */
  readonly component: string;
  /** One sentence without a full stop: what does not start, and why. */
  readonly title: string;
  /** What was seen, quoted. */
  readonly evidence: readonly Evidence[];
  /** The next command or edit, one line. */
  readonly fix: string;
}

/** Where a run stood when it stopped. */
export interface RunPosition {
  readonly run?: string;
  readonly phase?: string;
  readonly effect?: string;
  /** True when the same command would continue. */
  readonly resumable?: boolean;
  /** True when it may also be given with another configuration: what this run made is taken away first then. */
  readonly reconfigurable?: boolean;
}

export interface PositionedErrorOptions extends AppErrorOptions {
  readonly diagnosis?: Diagnosis;
}

/** What a failed run has undone. */
export interface TakenBack {
  /** What is as before, one clause each. */
  readonly restored: readonly string[];
  /** What could not be taken back, and why. */
  readonly failed: readonly string[];
  /** What is as the run made it, since going back from there would have been wrong. */
  readonly kept: readonly string[];
}

/** A failure that happened somewhere in a run. */
export abstract class PositionedError extends AppError {
  #position: RunPosition;
  #takenBack: TakenBack = { restored: [], failed: [], kept: [] };
  /** What was found to be the reason, where it was found. */
  readonly diagnosis: Diagnosis | undefined;
  constructor(message: string, position: RunPosition, options: PositionedErrorOptions) {
    super(message, options);
    this.#position = position;
    this.diagnosis = options.diagnosis;
  }
  get position(): RunPosition {
    return this.#position;
  }
  /** Undone because of it. */
  get takenBack(): TakenBack {
    return this.#takenBack;
  }
  tellTakenBack(taken: TakenBack): void {
    this.#takenBack = taken;
  }
  /** Says where in the run it happened, as far as that is not known yet: adapters and operations do not know. */
  locate(position: RunPosition): this {
    this.#position = { ...position, ...this.#position };
    return this;
  }
}

/** A deed failed. Exit 1, or 13 when the same command continues. */
export class EffectError extends PositionedError {
  readonly kind = 'effect';
  constructor(message: string, position: RunPosition, options: PositionedErrorOptions = {}) {
    super(message, position, options);
  }
}

/** Something awaited did not come in time. Exit 124. */
export class TimeoutError extends PositionedError {
  readonly kind = 'timeout';
  readonly awaited: string;
  readonly waitedMs: number;
  /** The last thing seen, one line. */
  readonly lastSeen: string;
  readonly evidence: readonly Evidence[];
  constructor(
    message: string,
    detail: {
      readonly awaited: string;
      readonly waitedMs: number;
      readonly lastSeen: string;
      readonly evidence?: readonly Evidence[];
      readonly position?: RunPosition;
    },
    options: PositionedErrorOptions = {},
  ) {
    super(message, detail.position ?? {}, options);
    this.awaited = detail.awaited;
    this.waitedMs = detail.waitedMs;
    this.lastSeen = detail.lastSeen;
    this.evidence = detail.evidence ?? [];
  }
}

/** You said no, or a signal did. Exit 130/143 for signals. */
export class Aborted extends PositionedError {
  readonly kind = 'aborted';
  readonly signal: string | undefined;
  constructor(message: string, options: AppErrorOptions & { signal?: string; position?: RunPosition } = {}) {
    super(message, options.position ?? {}, options);
    this.signal = options.signal;
  }
}
