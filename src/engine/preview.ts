import type { OperationContext } from '../operations/operation.ts';
import type { Effect } from '../plan/effect.ts';
import type { Facts } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import type { Note, Secrets } from '../plan/phase.ts';
import type { PlannedBefore, PlannedEffect } from '../plan/planned-effect.ts';
import type { PathedPhase } from '../plan/select.ts';
import { inspect, Unreachable } from './inspect.ts';
import type { EngineParts } from './parts.ts';
import { predict } from './predict.ts';

/** Everything the preview found out. */
export interface Preview {
  readonly planned: readonly PlannedEffect[];
  readonly notes: readonly { readonly phase: string; readonly note: Note }[];
  /** Reasons not to begin, all of them. */
  readonly refusals: readonly string[];
}

function before(effect: Effect, facts: Facts, live: KubeObject | undefined): PlannedBefore | undefined {
  if (live !== undefined) return { kind: 'object', object: live };
  if (effect.kind !== 'write') return undefined;
  const found: Record<string, { text?: string; mode: number }> = {};
  for (const { path, content } of effect.artifact.files) {
    const fact = facts.files.get(path);
    if (fact?.state !== 'present') continue;
    found[path] = { mode: fact.mode, ...(content.kind === 'text' ? { text: fact.text.reveal() } : {}) };
  }
  return { kind: 'files', files: found };
}

function missingNeeds<Spec>({ path, phase }: PathedPhase<Spec>, spec: Spec, facts: Facts): readonly string[] {
  return (phase.needs?.(spec) ?? []).flatMap((need) => {
    const fact = facts.files.get(need.path);
    if (fact?.state === 'present' || fact?.state === 'predicted' || fact?.state === 'unknown') return [];
    return [`phase ${path} needs ${need.what} (${need.path}), which phase ${need.madeBy} makes`];
  });
}

/**
 * Plans every selected phase over predicted facts and judges every effect, touching nothing. It differs from the run
 * only where a phase depends on what is not there yet; each phase is observed and planned again before it acts.
 */
export async function previewRun<Spec>(
  parts: EngineParts<Spec>,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  initial: Facts,
  secrets: Secrets,
  context: Omit<OperationContext, 'secrets'>,
): Promise<Preview> {
  const planned: PlannedEffect[] = [];
  const notes: { phase: string; note: Note }[] = [];
  const refusals: string[] = [];
  const unreachable = new Unreachable();
  // Several phases make sure of the same thing; a plan names it once.
  const ensured = new Set<string>();
  let facts = initial;
  for (const entry of phases) {
    refusals.push(...missingNeeds(entry, spec, facts));
    for (const step of entry.phase.steps ?? []) {
      const plan = step({ spec, facts, secrets });
      refusals.push(...(plan.refusals ?? []));
      notes.push(...(plan.notes ?? []).map((note) => ({ phase: entry.path, note })));
      for (const effect of plan.effects) {
        if (effect.kind === 'call' && parts.operation(effect.operation).look !== undefined) {
          const key = JSON.stringify([effect.operation, effect.input]);
          if (ensured.has(key)) continue;
          ensured.add(key);
        }
        const { judgement, live } = await inspect(parts, effect, facts, context, unreachable);
        if (judgement.verdict === 'refuse') refusals.push(judgement.reason ?? effect.why);
        const seen = before(effect, facts, live);
        const operation = effect.kind === 'call' ? parts.operation(effect.operation) : undefined;
        planned.push({
          phase: entry.path,
          effect,
          judgement,
          ...(seen === undefined ? {} : { before: seen }),
          ...(operation !== undefined && effect.kind === 'call' ? { describe: operation.describe(effect.input) } : {}),
          ...(operation !== undefined && 'none' in operation.inverse ? { irreversible: operation.inverse.none } : {}),
        });
        facts = predict(facts, effect, judgement);
      }
    }
  }
  return { planned, notes, refusals: [...new Set(refusals)] };
}
