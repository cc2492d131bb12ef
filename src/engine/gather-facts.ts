import type { Facts, Look } from '../plan/facts.ts';
import type { Guard, Input } from '../plan/phase.ts';
import type { PathedPhase } from '../plan/select.ts';
import type { EngineParts } from './parts.ts';

/** Looks once at everything that the guard and the phases name, and at the node. */
export async function gatherFacts<Spec>(
  parts: EngineParts<Spec>,
  guard: Guard<Spec> | undefined,
  phases: readonly PathedPhase<Spec>[],
  spec: Spec,
  startedAt: number,
  inputs: ReadonlySet<Input>,
): Promise<Facts> {
  const looks = new Map<string, Look>();
  for (const look of guard?.looks(spec) ?? []) looks.set(JSON.stringify(look), look);
  for (const { phase } of phases) {
    for (const look of phase.looks?.(spec) ?? []) looks.set(JSON.stringify(look), look);
    for (const need of phase.needs?.(spec) ?? []) {
      const look: Look = { kind: 'file', path: need.path };
      looks.set(JSON.stringify(look), look);
    }
  }
  const [node, seen] = await Promise.all([
    parts.observeNode(parts.host, inputs),
    parts.carryOutLooks([...looks.values()], parts.host),
  ]);
  return { startedAt, node, ...seen };
}
