import { renew } from '../phases/certs/renew.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `certs renew <name>` runs one phase of it, `certs renew all` all. */
export const certsRenew: Workflow<InitSpec> = { command: 'certs renew', repeats: true, phases: [renew] };
