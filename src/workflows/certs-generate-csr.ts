import { generateCsr } from '../phases/certs/generate-csr.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `certs generate-csr`: keys here, certificates from an authority elsewhere. */
export const certsGenerateCsr: Workflow<InitSpec> = {
  command: 'certs generate-csr',
  repeats: true,
  phases: [generateCsr],
};
