import { create } from '../phases/token/create.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `token create`. */
export const tokenCreate: Workflow<InitSpec> = {
  command: 'token create',
  repeats: true,
  clusterOnly: true,
  phases: [create],
};
