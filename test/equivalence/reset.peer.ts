import { resets } from './cases/resets.ts';
import { describeEquivalence } from './describe-equivalence.ts';
import { cheapReleases } from './requirements.ts';

describeEquivalence(resets, cheapReleases());
