import type { Planned } from '../pki/planned.ts';
import type { Plan } from '../plan/phase.ts';

/** The plan of a phase that has one artefact at most. */
export function planArtifact(phase: string, why: string, planned: Planned): Plan {
  return {
    effects:
      planned.artifact === undefined ? [] : [{ kind: 'write', id: `${phase}:write`, why, artifact: planned.artifact }],
    ...(planned.notes === undefined ? {} : { notes: planned.notes }),
    ...(planned.refusal === undefined ? {} : { refusals: [planned.refusal] }),
  };
}
