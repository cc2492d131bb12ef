import { images } from '../phases/config/images.ts';
import type { Workflow } from '../plan/phase.ts';
import type { InitSpec } from '../spec/types.ts';

/** `config images pull`: every image that a control plane with this configuration needs. */
export const configImagesPull: Workflow<InitSpec> = { command: 'config images pull', repeats: true, phases: [images] };
