import { UsageError } from '../errors.ts';
import type { Phase, Workflow } from './phase.ts';

/** A phase of a workflow with its slash path (`certs/ca`). */
export interface PathedPhase<Spec> {
  readonly path: string;
  readonly phase: Phase<Spec>;
}

/** What of a workflow is to run: everything, or one phase (a group runs its children). */
export type Selection = { readonly kind: 'all' } | { readonly kind: 'phase'; readonly path: string };

/** Every phase of a workflow, groups before their children, in the order of the table of contents. */
export function flatten<Spec>(phases: readonly Phase<Spec>[], parent = ''): readonly PathedPhase<Spec>[] {
  return phases.flatMap((phase) => {
    const path = parent === '' ? phase.name : `${parent}/${phase.name}`;
    return [{ path, phase }, ...flatten(phase.children ?? [], path)];
  });
}

/** True when `path` is `ancestor` or below it. */
function within(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

/**
 * The phases that do something, in order. Skipping a group skips its children (kubeadm); only real names count, an
 * alias is an invalid phase name here.
 * @throws UsageError for an unknown name
 */
export function selectPhases<Spec>(
  workflow: Workflow<Spec>,
  selection: Selection,
  skip: readonly string[],
): readonly PathedPhase<Spec>[] {
  const every = flatten(workflow.phases);
  const known = every.map((entry) => entry.path);
  const unknown = skip.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`invalid phase name: ${unknown.join(', ')}`, {
      hint: `phases of ${workflow.command}: ${known.join(', ')}`,
    });
  }
  if (selection.kind === 'phase' && !known.includes(selection.path)) {
    throw new UsageError(`invalid phase name: ${selection.path}`);
  }
  const selected = every.filter(
    ({ path, phase }) =>
      phase.children === undefined &&
      (selection.kind === 'all' || within(path, selection.path)) &&
      !skip.some((name) => within(path, name)),
  );
  for (const { path, phase } of selected) {
    const missing = (phase.dependsOn ?? []).filter((name) => !selected.some((entry) => within(entry.path, name)));
    if (missing.length > 0) {
      throw new UsageError(`phase ${path} needs what the phases left out would make: ${missing.join(', ')}`, {
        hint: `leave out ${path} as well: --skip-phases=${[...skip, path].join(',')}`,
      });
    }
  }
  return selected;
}
