import { RELEASES } from '../lab/versions.ts';
import { cases } from './cases.ts';
import { describeEquivalence } from './describe-equivalence.ts';

describeEquivalence(cases, RELEASES);
