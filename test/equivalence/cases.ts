import type { CaseOf } from './case.ts';
import { first } from './cases/first.ts';

/** Every configuration that is compared, by name. */
export const cases: { readonly [name: string]: CaseOf } = { ...first };
