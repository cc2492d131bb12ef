import {
  AppError,
  ConfigError,
  type Diagnosis,
  EffectError,
  type Evidence,
  PositionedError,
  PreflightError,
  RefusedError,
  TimeoutError,
} from '../errors.ts';
import type { JsonObject } from '../plan/json.ts';
import type { StatusCause } from '../schemas/status.ts';
import { exitCodeOf } from './exit-code.ts';

/** An error as programs see it. */
export function publicError(error: unknown): JsonObject {
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: error instanceof AppError ? error.kind : 'bug',
    message,
    ...(error instanceof AppError && error.hint !== undefined ? { hint: error.hint } : {}),
    ...details(error),
    ...(error instanceof PositionedError && error.diagnosis !== undefined
      ? { cause: { ...publicDiagnosis(error.diagnosis) } }
      : {}),
    ...takenBack(error),
    exitCode: exitCodeOf(error),
  };
}

function takenBack(error: unknown): JsonObject {
  if (!(error instanceof PositionedError)) return {};
  const { restored, failed, kept } = error.takenBack;
  return restored.length + failed.length === 0 ? {} : { takenBack: { restored, failed, kept } };
}

/** The `cause` of an error or of a status. */
export function publicDiagnosis({ code, component, title, evidence, fix }: Diagnosis): StatusCause {
  return { code, component, title, evidence: evidenceLines(evidence), fix };
}

/** Evidence as lines, each piece below its title. */
export function evidenceLines(evidence: readonly Evidence[]): readonly string[] {
  return evidence.flatMap(({ title, lines }) => [title, ...lines]);
}

function details(error: unknown): JsonObject {
  if (error instanceof ConfigError) return { issues: error.issues.map((issue) => ({ ...issue })) };
  if (error instanceof PreflightError) return { findings: error.findings.map((finding) => ({ ...finding })) };
  if (error instanceof RefusedError) return { reasons: error.reasons };
  if (error instanceof EffectError) return { position: { ...error.position } };
  if (error instanceof TimeoutError) {
    const { awaited, waitedMs, lastSeen, evidence, position } = error;
    return { awaited, waitedMs, lastSeen, evidence: evidence.map((each) => ({ ...each })), position: { ...position } };
  }
  return {};
}
