import { cases } from './cases.ts';
import { coreCases } from './core-cases.ts';
import { describeEquivalence } from './describe-equivalence.ts';
import { cheapReleases } from './requirements.ts';

describeEquivalence(Object.fromEntries(coreCases.map((name) => [name, cases[name]!])), cheapReleases());
