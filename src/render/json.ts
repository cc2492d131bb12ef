import type { JsonObject } from '../plan/json.ts';
import type { PlannedEffect } from '../plan/planned-effect.ts';
import { publicEffect } from './public-effect.ts';
import { publicError } from './public-error.ts';

/** How a command ended, for `-o json`. */
export interface Outcome {
  /** `init`, `init phase certs/ca`. */
  readonly command: string;
  readonly outcome: 'succeeded' | 'unchanged' | 'planned' | 'failed';
  /** Of a dry run. */
  readonly planned?: readonly PlannedEffect[];
  /** What the command has to say for itself: endpoint, token and so on. It may hold what was asked to be printed. */
  readonly result?: JsonObject;
  readonly error?: unknown;
}

/** The one document that `-o json` writes to standard output. */
export function renderJson({ command, outcome, planned, result, error }: Outcome): string {
  const document: JsonObject = {
    schema: 1,
    command,
    outcome,
    ...(planned === undefined ? {} : { effects: planned.map(publicPlanned) }),
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error: publicError(error) }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function publicPlanned({ phase, effect, judgement, describe, irreversible }: PlannedEffect): JsonObject {
  return {
    phase,
    ...publicEffect(effect),
    verdict: judgement.verdict,
    ...(judgement.reason === undefined ? {} : { reason: judgement.reason }),
    ...(judgement.warnings === undefined ? {} : { warnings: judgement.warnings }),
    ...(describe === undefined ? {} : { describe }),
    ...(irreversible === undefined ? {} : { irreversible }),
  };
}
