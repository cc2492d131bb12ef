import {
  Aborted,
  ConfigError,
  EffectError,
  PositionedError,
  PreflightError,
  RefusedError,
  TimeoutError,
  UsageError,
} from '../errors.ts';

/** What the process ends with; callers rely on the numbers, so none is ever used for something else. */
export const exitCodes = {
  done: 0,
  general: 1,
  preflight: 2,
  /** Configuration or command line. */
  usage: 3,
  /** A person must decide. */
  decision: 10,
  /** The same again later may work. */
  transient: 11,
  /** Another node holds the cluster's membership lease. */
  leaseHeld: 12,
  /** Stopped part-way; the same command continues. */
  resumable: 13,
  rolledBack: 14,
  /** Refused for safety; nothing was touched. */
  refused: 15,
  timeLimit: 124,
  interrupted: 130,
  terminated: 143,
} as const;

/** What each exit code tells the caller. */
export const exitCodeMeanings: { readonly [name in keyof typeof exitCodes]: string } = {
  done: 'everything is done and was seen to be in place',
  general: 'it failed, and no other code fits',
  preflight: 'this machine failed its checks; nothing was done',
  usage: 'the command line or the configuration is wrong; nothing was done',
  decision: 'a person must decide; the message says what',
  transient: 'something else is not ready or not reachable; the same command may work later',
  leaseHeld: 'another node is changing the members of etcd; the same command works when it is done',
  resumable: 'it stopped part-way; the same command goes on where it stopped',
  rolledBack: 'it failed, and what it had done was taken back',
  refused: 'it was refused because it would do harm; nothing was done',
  timeLimit: 'it waited in vain; the same command goes on waiting',
  interrupted: 'it was interrupted (INT) and stopped at a clean point; the same command goes on',
  terminated: 'it was terminated (TERM, HUP) and stopped at a clean point; the same command goes on',
};

/**
 * The exit code of a failure. An error may know better than its kind (`exitCode` of the constants above), so that
 * codes 10, 11, 12 and 14 need no kinds of their own.
 */
export function exitCodeOf(error: unknown): number {
  const own = ownCode(error);
  if (own !== undefined) return own;
  if (error instanceof PositionedError && isTakenBack(error)) return exitCodes.rolledBack;
  if (error instanceof UsageError || error instanceof ConfigError) return exitCodes.usage;
  if (error instanceof PreflightError) return exitCodes.preflight;
  if (error instanceof RefusedError) return exitCodes.refused;
  if (error instanceof TimeoutError) return exitCodes.timeLimit;
  // A hang-up, like a termination, is somebody else's wish, not a key pressed.
  if (error instanceof Aborted) return abortedCode(error.signal);
  if (error instanceof EffectError) return error.position.resumable ? exitCodes.resumable : exitCodes.general;
  return exitCodes.general;
}

function isTakenBack({ takenBack: { restored, failed } }: PositionedError): boolean {
  return restored.length > 0 && failed.length === 0;
}

function ownCode(error: unknown): number | undefined {
  const code = error instanceof Error ? (error as { readonly exitCode?: unknown }).exitCode : undefined;
  return Object.values(exitCodes).find((known) => known === code);
}

function abortedCode(signal: string | undefined): number {
  if (signal === undefined) return exitCodes.general;
  return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
}
