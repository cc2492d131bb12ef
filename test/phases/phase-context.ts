import type { Facts, FileFact, ListFact, ObjectFact } from '../../src/plan/facts.ts';
import type { Phase, PhaseContext, Plan, Secrets } from '../../src/plan/phase.ts';
import { Secret } from '../../src/plan/secret.ts';
import type { InitSpec } from '../../src/spec/types.ts';

/** What a test wants to have been seen and minted. */
export interface Seen {
  readonly files?: { readonly [path: string]: string };
  readonly objects?: { readonly [key: string]: ObjectFact };
  /** By listKey. */
  readonly lists?: { readonly [key: string]: ListFact };
  readonly secrets?: Partial<Secrets>;
  readonly node?: Partial<Facts['node']>;
  readonly etcd?: Facts['etcd'];
}

/** A context in which everything that the phase looks at is absent but what the test gives. */
export function contextOf<Spec extends InitSpec>(phase: Phase<Spec>, spec: Spec, seen: Seen = {}): PhaseContext<Spec> {
  const files = new Map<string, FileFact>();
  const trees = new Map<string, undefined>();
  for (const look of phase.looks?.(spec) ?? []) {
    if (look.kind === 'file') files.set(look.path, { state: 'absent' });
    if (look.kind === 'tree') trees.set(look.path, undefined);
  }
  for (const [path, text] of Object.entries(seen.files ?? {})) {
    files.set(path, { state: 'present', text: new Secret(text), mode: 0o600 });
  }
  return {
    spec,
    facts: {
      startedAt: Date.UTC(2026, 10, 21, 4),
      node: { hostName: 'cp1', proxyEnv: [], systemdResolvedActive: false, caDirectories: [], ...seen.node },
      files,
      trees,
      objects: new Map(Object.entries(seen.objects ?? {})),
      lists: new Map(Object.entries(seen.lists ?? {})),
      ...(seen.etcd !== undefined && { etcd: seen.etcd }),
    },
    secrets: { keys: new Map(), texts: new Map(), ...seen.secrets },
  };
}

/** The plan of one step. */
export function planOf<Spec extends InitSpec>(phase: Phase<Spec>, spec: Spec, seen: Seen = {}, step = 0): Plan {
  return phase.steps![step]!(contextOf(phase, spec, seen));
}

/** Effects as `kind id`. */
export function idsOf(plan: Plan): readonly string[] {
  return plan.effects.map(({ kind, id }) => `${kind} ${id}`);
}
