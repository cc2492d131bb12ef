import { nodeRandom } from '../../src/host/node-random.ts';
import { fixedRandom } from '../fakes/fixed-random.ts';
import { randomContract } from './random.ts';

randomContract('fixedRandom', () => fixedRandom());
randomContract('nodeRandom', () => nodeRandom());
randomContract('nodeRandom with keys begun ahead', () => nodeRandom(1));
randomContract('nodeRandom with keys begun in turn', () => {
  const random = nodeRandom();
  random.begin('ECDSA-P256', 4);
  return random;
});
