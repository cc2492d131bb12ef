import type { Rule } from './rule.ts';

/** Every rule about what `init` reads. Order does not matter: all are asked. */
export const initRules: readonly Rule[] = [];
