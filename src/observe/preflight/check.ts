import type { Finding } from '../../errors.ts';
import type { CheckContext } from './check-context.ts';

/** One thing that must be so on this machine. It looks, and tells what it found; it never changes anything. */
export interface Check {
  /** What users pass to --ignore-preflight-errors; findings carry it. */
  readonly name: string;
  look(context: CheckContext): Promise<readonly Finding[]>;
}

/** A finding, and whether the user has asked to go on in spite of it. */
export interface CheckedFinding {
  readonly finding: Finding;
  readonly ignored: boolean;
}

/** What all checks found, in the order of the list. */
export interface CheckOutcome {
  readonly findings: readonly CheckedFinding[];
  /** True when there is an error that was not ignored. */
  readonly failed: boolean;
}

/**
 * Runs checks: `first` alone, because without it the others would only report its consequences, then all the others
 * together.
 * @param ignore names, any case; `all` means every one
 * @param begin called before the others look
 */
export async function runChecks(
  first: Check,
  others: readonly Check[],
  context: CheckContext,
  ignore: readonly string[],
  begin: () => void = () => {},
): Promise<CheckOutcome> {
  const alone = outcomeOf(await lookSafely(first, context), ignore);
  if (alone.failed) return alone;
  begin();
  const rest = await Promise.all(others.map((check) => lookSafely(check, context)));
  const outcome = outcomeOf(rest.flat(), ignore);
  return { findings: [...alone.findings, ...outcome.findings], failed: outcome.failed };
}

/** Whether findings of this name are to be passed over. */
export function isIgnored(name: string, ignore: readonly string[]): boolean {
  return ignore.some((entry) => ['all', name.toLowerCase()].includes(entry.toLowerCase()));
}

/** Something that must be mended. */
export function problem(name: string, message: string, more: Pick<Finding, 'hint' | 'about'> = {}): Finding {
  return { name, severity: 'error', message, ...more };
}

/** Something that should be known. */
export function caution(name: string, message: string, more: Pick<Finding, 'hint' | 'about'> = {}): Finding {
  return { name, severity: 'warning', message, ...more };
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function outcomeOf(findings: readonly Finding[], ignore: readonly string[]): CheckOutcome {
  const checked = findings.map((finding) => ({ finding, ignored: isIgnored(finding.name, ignore) }));
  return {
    findings: checked,
    failed: checked.some(({ finding, ignored }) => finding.severity === 'error' && !ignored),
  };
}

/** A check that cannot look has found that: one unreadable file must not hide what the other checks see. */
async function lookSafely(check: Check, context: CheckContext): Promise<readonly Finding[]> {
  try {
    return await check.look(context);
  } catch (error) {
    return [problem(check.name, `this could not be checked: ${messageOf(error)}`)];
  }
}
