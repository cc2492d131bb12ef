import type { Workflow } from '../plan/phase.ts';

/** SEAM: to be wired by the lead as `(await import('../workflows/init.ts')).init`. */
export async function loadInit(): Promise<Workflow<never>> {
  return { command: 'init', phases: [] };
}
