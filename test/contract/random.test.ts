import { nodeRandom } from '../../src/host/node-random.ts';
import { fixedRandom } from '../fakes/fixed-random.ts';
import { randomContract } from './random.ts';

randomContract('fixedRandom', () => fixedRandom());
randomContract('nodeRandom', () => nodeRandom());
randomContract('nodeRandom with keys begun ahead', () => nodeRandom(1));
