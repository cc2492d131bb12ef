import type { Artifact } from '../plan/artifact.ts';
import type { Note } from '../plan/phase.ts';

/** What is to be done about one artefact: have it, refuse with a reason, or nothing; each with things to say. */
export interface Planned {
  readonly artifact?: Artifact;
  readonly refusal?: string;
  readonly notes?: readonly Note[];
}
