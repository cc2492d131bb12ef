import type { Host } from '../host/host.ts';
import { ApiError } from '../host/kube-api.ts';
import type { OperationContext } from '../operations/operation.ts';
import { refOf, type Via } from '../plan/api-object.ts';
import type { Effect, Judgement, RemoveEffect } from '../plan/effect.ts';
import type { Facts } from '../plan/facts.ts';
import type { KubeObject } from '../plan/json.ts';
import { differences } from '../plan/subset.ts';
import type { EngineParts } from './parts.ts';

/** What an inspection found: the judgement and, for objects, what is there. */
export interface Inspection {
  readonly judgement: Judgement;
  readonly live?: KubeObject;
}

/** Remembers which API endpoints gave no answer, so that a preview without a cluster asks each only once. */
export class Unreachable {
  readonly #why = new Map<string, string>();
  get(via: Via): string | undefined {
    return this.#why.get(JSON.stringify(via));
  }
  add(via: Via, why: string): void {
    this.#why.set(JSON.stringify(via), why);
  }
}

async function inspectObject(
  effect: Effect & { kind: 'apply' },
  host: Host,
  unreachable: Unreachable,
): Promise<Inspection> {
  const { object, policy, via } = effect.object;
  const down = unreachable.get(via);
  if (down !== undefined) return { judgement: { verdict: 'unknown', reason: down } };
  if ((await host.files.stat(via.kubeconfig)) === undefined) {
    return { judgement: { verdict: 'create', reason: `the cluster is not there yet (no ${via.kubeconfig})` } };
  }
  try {
    const live = await (await host.kube.connect(via)).get(refOf(object));
    if (live === undefined) return { judgement: { verdict: 'create' } };
    if (policy === 'create-if-absent') return { judgement: { verdict: 'keep', reason: 'already there' }, live };
    const differing = differences(object, live);
    return differing.length === 0
      ? { judgement: { verdict: 'keep' }, live }
      : { judgement: { verdict: 'change', reason: differing.slice(0, 5).join(', ') }, live };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0) unreachable.add(via, error.message);
    return { judgement: { verdict: 'unknown', reason: error.message } };
  }
}

/** Looked at anew and not taken from the facts: what is removed need not have been looked at. */
async function inspectRemoval({ path, contentsOnly }: RemoveEffect, { files }: Host): Promise<Judgement> {
  try {
    if (contentsOnly !== true) {
      const cut = path.lastIndexOf('/');
      // A link that leads nowhere is there all the same.
      const there = (await files.list(path.slice(0, cut) || '/'))?.includes(path.slice(cut + 1));
      return { verdict: there === true ? 'delete' : 'absent' };
    }
    const names = (await files.list(path)) ?? [];
    return names.length === 0 ? { verdict: 'absent' } : { verdict: 'delete', reason: names.join(', ') };
  } catch (error) {
    // Removing it will say what is the matter.
    return { verdict: 'delete', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What an effect amounts to, given the facts. Looks at the cluster for objects; files come from the facts. */
export async function inspect<Spec>(
  parts: EngineParts<Spec>,
  effect: Effect,
  facts: Facts,
  context: Omit<OperationContext, 'secrets'>,
  unreachable: Unreachable,
): Promise<Inspection> {
  switch (effect.kind) {
    case 'write':
      return { judgement: parts.judges[effect.artifact.sameWhen](effect.artifact, facts.files, facts.startedAt) };
    case 'remove':
      // What an earlier effect of the plan will have written will be there to be removed.
      if (facts.files.get(effect.path)?.state === 'predicted') return { judgement: { verdict: 'delete' } };
      return { judgement: await inspectRemoval(effect, parts.host) };
    case 'apply':
      return inspectObject(effect, parts.host, unreachable);
    case 'delete':
      try {
        const live = await (await parts.host.kube.connect(effect.via)).get(effect.ref);
        return live === undefined ? { judgement: { verdict: 'absent' } } : { judgement: { verdict: 'delete' }, live };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { judgement: { verdict: 'unknown', reason: error.message } };
      }
    case 'call': {
      const operation = parts.operation(effect.operation);
      const full = { ...context, secrets: effect.secrets ?? {} };
      return { judgement: (await operation.look?.(effect.input, full)) ?? { verdict: 'do' } };
    }
    case 'run':
    case 'await':
      return { judgement: { verdict: 'do' } };
  }
}
