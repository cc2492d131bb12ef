import { expect, test } from 'vitest';
import { ConfigError, EffectError, PreflightError, RefusedError, TimeoutError } from '../../src/errors.ts';
import { renderJson } from '../../src/render/json.ts';
import { outcome } from '../../src/schemas/outcome.ts';
import { start } from './effects.ts';

/** The document, after a look at whether it is what the published schema says and nothing more. */
function rendered(parts: Parameters<typeof renderJson>[0]): Record<string, unknown> {
  const document = JSON.parse(renderJson(parts)) as Record<string, unknown>;
  expect(outcome.parse(document)).toEqual(document);
  return document;
}

test('success', () => {
  expect(rendered({ command: 'init', outcome: 'succeeded', result: { endpoint: 'a:6443' } })).toEqual({
    schema: 1,
    command: 'init',
    outcome: 'succeeded',
    result: { endpoint: 'a:6443' },
  });
});

test('a dry run', () => {
  const planned = [
    {
      phase: 'kubelet-start',
      effect: start,
      judgement: { verdict: 'do', reason: 'r' },
      describe: 'd',
      irreversible: 'i',
    },
  ] as const;
  expect(rendered({ command: 'init', outcome: 'planned', planned }).effects).toEqual([
    {
      phase: 'kubelet-start',
      id: 'kubelet-start:start',
      kind: 'call',
      why: 'start the kubelet',
      operation: 'kubelet-start',
      verdict: 'do',
      reason: 'r',
      describe: 'd',
      irreversible: 'i',
    },
  ]);
});

const diagnosis = {
  code: 'port-taken',
  component: 'etcd',
  title: 't',
  evidence: [{ title: 'e', lines: ['l'] }],
  fix: 'f',
};
const cause = { ...diagnosis, evidence: ['e', 'l'] };
const finding = { name: 'Swap', severity: 'error', message: 'swap is on' } as const;

test.each<[unknown, object]>([
  [
    new ConfigError('m', [{ path: 'a', message: 'b' }], { hint: 'h' }),
    { kind: 'config', message: 'm', hint: 'h', issues: [{ path: 'a', message: 'b' }], exitCode: 3 },
  ],
  [new PreflightError('m', [finding]), { kind: 'preflight', message: 'm', findings: [finding], exitCode: 2 }],
  [new RefusedError('m', ['r']), { kind: 'refused', message: 'm', reasons: ['r'], exitCode: 15 }],
  [
    new EffectError('m', { phase: 'p', resumable: true }),
    { kind: 'effect', message: 'm', position: { phase: 'p', resumable: true }, exitCode: 13 },
  ],
  [
    new TimeoutError('m', { awaited: 'a', waitedMs: 5, lastSeen: 'l' }),
    {
      kind: 'timeout',
      message: 'm',
      awaited: 'a',
      waitedMs: 5,
      lastSeen: 'l',
      evidence: [],
      position: {},
      exitCode: 124,
    },
  ],
  [
    new EffectError('m', {}, { diagnosis: { ...diagnosis, evidence: [{ title: 'e', lines: ['l'] }] } }),
    { kind: 'effect', message: 'm', position: {}, cause, exitCode: 1 },
  ],
  [
    new TimeoutError('m', { awaited: 'a', waitedMs: 5, lastSeen: 'l' }, { diagnosis }),
    {
      kind: 'timeout',
      message: 'm',
      awaited: 'a',
      waitedMs: 5,
      lastSeen: 'l',
      evidence: [],
      position: {},
      cause,
      exitCode: 124,
    },
  ],
  [new TypeError('m'), { kind: 'bug', message: 'm', exitCode: 1 }],
  ['m', { kind: 'bug', message: 'm', exitCode: 1 }],
])('failure %#', (error, wanted) => {
  expect(rendered({ command: 'init', outcome: 'failed', error }).error).toEqual(wanted);
});
