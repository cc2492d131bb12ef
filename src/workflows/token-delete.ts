import { deleteTokens } from '../phases/token/delete.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `token delete`. */
export const tokenDelete: Workflow<InitSpec> = {
  command: 'token delete',
  repeats: true,
  clusterOnly: true,
  phases: [deleteTokens],
};
