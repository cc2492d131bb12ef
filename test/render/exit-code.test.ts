import { expect, test } from 'vitest';
import {
  Aborted,
  ConfigError,
  DecisionError,
  EffectError,
  PreflightError,
  RefusedError,
  TimeoutError,
  UsageError,
} from '../../src/errors.ts';
import { exitCodeOf } from '../../src/render/exit-code.ts';

const waited = { awaited: 'etcd', waitedMs: 1, lastSeen: '' };

test.each<[string, unknown, number]>([
  ['usage', new UsageError('m'), 3],
  ['configuration', new ConfigError('m', []), 3],
  ['preflight', new PreflightError('m', []), 2],
  ['refused', new RefusedError('m', []), 15],
  ['a decision', new DecisionError('m'), 10],
  ['a deed', new EffectError('m', {}), 1],
  ['a deed that can be continued', new EffectError('m', { resumable: true }), 13],
  ['a time limit', new TimeoutError('m', waited), 124],
  [
    'a time limit in a run that can be continued',
    new TimeoutError('m', { ...waited, position: { resumable: true } }),
    124,
  ],
  ['interrupted', new Aborted('m', { signal: 'SIGINT' }), 130],
  ['terminated', new Aborted('m', { signal: 'SIGTERM' }), 143],
  ['hung up', new Aborted('m', { signal: 'SIGHUP' }), 143],
  ['no was answered', new Aborted('m'), 1],
  ['a bug', new TypeError('m'), 1],
  ['not even an error', 'm', 1],
  ['a foreign exit code', Object.assign(new Error('m'), { exitCode: 77 }), 1],
])('%s', (_, error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});
