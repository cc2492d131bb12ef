import type { CaseOf } from '../case.ts';
export const first: { readonly [name: string]: CaseOf } = {
  plain: () => ({ cluster: {} }),
};
