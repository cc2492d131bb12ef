import type { Workflow } from '../plan/phase.ts';

/** The phases of `init`; loaded only when a command line is about them. */
export async function loadInit(): Promise<Workflow<never>> {
  return (await import('../workflows/init.ts')).init as unknown as Workflow<never>;
}
