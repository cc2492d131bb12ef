import { expect, test } from 'vitest';
import { lostElections } from '../../../src/observe/startup/lost-elections.ts';

const vote = (second: number) =>
  `{"level":"info","ts":"2026-01-15T12:00:0${second}.500000Z","logger":"raft","msg":"ae17 is starting a new election at term 1"}`;
const led =
  '{"level":"info","ts":"2026-01-15T12:00:03Z","logger":"raft","msg":"raft.node: ae17 elected leader ae17 at term 2"}';

test('votes count until there is a leader', () => {
  const at = (second: number) => Date.UTC(2026, 0, 15, 12, 0, second, 500);
  expect(lostElections([vote(1), vote(2)])).toEqual([at(1), at(2)]);
  expect(lostElections([vote(1), vote(2), led])).toEqual([]);
  expect(lostElections([vote(1), led, vote(5)])).toEqual([at(5)]);
  expect(lostElections(['not etcd', '{"msg":"is starting a new election"}'])).toEqual([]);
});
