import type { BadInput } from './bad-input.ts';
import { files } from './corpus/files.ts';
import { names } from './corpus/names.ts';
import { initRuleBreaches, otherRuleBreaches } from './corpus/rules.ts';
import { types } from './corpus/types.ts';
import { yaml } from './corpus/yaml.ts';

/** Every bad input; the built program is run on each (test/e2e/bad-input.test.ts). */
export const corpus: readonly BadInput[] = [
  ...files,
  ...yaml,
  ...types,
  ...names,
  ...initRuleBreaches,
  ...otherRuleBreaches,
];
