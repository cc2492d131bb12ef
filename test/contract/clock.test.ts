import { nodeClock } from '../../src/host/node-clock.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { clockContract } from './clock.ts';

clockContract('fakeClock', () => fakeClock());
clockContract('nodeClock', () => nodeClock());
