import { describe, expect, test } from 'vitest';
import { Aborted, EffectError, PreflightError, RefusedError, TimeoutError } from '../../src/errors.ts';
import { StatusKeeper } from '../../src/render/status.ts';
import { type Status, status as schema } from '../../src/schemas/status.ts';

function keeper(): { readonly keeper: StatusKeeper; readonly written: Status[] } {
  const written: Status[] = [];
  let now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const made = new StatusKeeper({
    command: 'init',
    commandLine: 'tsadm init --config a.yaml',
    pid: 7,
    now: () => (now += 1000),
    write: (text) => {
      const document = JSON.parse(text) as Status;
      // What is written is what the published schema says, and nothing more.
      expect(schema.parse(document)).toEqual(document);
      written.push(document);
    },
  });
  return { keeper: made, written };
}

test('a run that goes well', () => {
  const { keeper: status, written } = keeper();
  status.emit({
    kind: 'run-started',
    command: 'init',
    run: 'r1',
    continued: false,
    dryRun: false,
    phases: ['preflight', 'certs/ca'],
  });
  status.emit({ kind: 'inputs-resolved', resolved: { 'node-name': 'cp1' } });
  status.emit({ kind: 'phase-started', phase: 'preflight', index: 0, count: 2 });
  status.emit({ kind: 'phase-ended', phase: 'preflight', elapsedMs: 1 });
  status.emit({ kind: 'phase-started', phase: 'certs/ca', index: 1, count: 2 });
  const learnt = { certificates: { '/etc/kubernetes/pki/ca.crt': '2036-01-02T03:04:05.000Z' } };
  status.emit({ kind: 'run-ended', outcome: 'succeeded', elapsedMs: 5 });
  status.succeeded(learnt);
  expect(written.map(({ state, run, phase, phaseIndex }) => [state, run, phase, phaseIndex])).toEqual([
    ['running', 'r1', null, 0],
    ['running', 'r1', null, 0],
    ['running', 'r1', 'preflight', 1],
    ['running', 'r1', 'certs/ca', 2],
    ['succeeded', 'r1', 'certs/ca', 2],
  ]);
  expect(written.at(-1)).toMatchObject({
    startedAt: '2026-01-02T03:04:06.000Z',
    node: 'cp1',
    exitCode: 0,
    cause: null,
    nextCommand: null,
    phaseCount: 2,
  });
  expect(status.lastLine()).toMatch(/^tsadm-status: \{.*\}\n$/);
  expect(JSON.parse(status.lastLine().slice('tsadm-status: '.length))).toEqual({
    schema: 1,
    command: 'init',
    run: 'r1',
    state: 'succeeded',
    exitCode: 0,
    phase: 'certs/ca',
    event: { kind: 'run-ended', outcome: 'succeeded', elapsedMs: 5 },
  });
});

const finding = { name: 'Swap', severity: 'error', message: 'swap is on' } as const;
const timeout = new TimeoutError(
  'the API server did not come up',
  {
    awaited: 'kube-apiserver',
    waitedMs: 5,
    lastSeen: 'connection refused',
    evidence: [{ title: 'container kube-apiserver', lines: ['exited 1'] }],
    position: { resumable: true },
  },
  { hint: 'look at the flags' },
);

describe('a run that fails', () => {
  test.each<[Error, Partial<Status>]>([
    [
      timeout,
      {
        state: 'resumable',
        exitCode: 124,
        nextCommand: 'tsadm init --config a.yaml',
        cause: {
          code: 'timeout',
          title: 'the API server did not come up',
          evidence: ['connection refused', 'container kube-apiserver', 'exited 1'],
          fix: 'look at the flags',
        },
      },
    ],
    [
      new EffectError(
        'etcd does not start',
        { resumable: true },
        {
          diagnosis: {
            code: 'disk-full',
            component: 'etcd',
            title: 'etcd does not start: the disk is full',
            evidence: [{ title: 'etcd', lines: ['exited 1'] }],
            fix: 'make room',
          },
        },
      ),
      {
        state: 'resumable',
        exitCode: 13,
        nextCommand: 'tsadm init --config a.yaml',
        cause: {
          code: 'disk-full',
          component: 'etcd',
          title: 'etcd does not start: the disk is full',
          evidence: ['etcd', 'exited 1'],
          fix: 'make room',
        },
      },
    ],
    [
      new PreflightError('preflight checks failed', [finding]),
      {
        state: 'failed',
        exitCode: 2,
        nextCommand: null,
        cause: { code: 'preflight', title: 'preflight checks failed', evidence: ['Swap: swap is on'], fix: null },
      },
    ],
    [
      new RefusedError('nothing was done', ['ca.crt is in the way']),
      {
        state: 'failed',
        exitCode: 15,
        nextCommand: null,
        cause: { code: 'refused', title: 'nothing was done', evidence: ['ca.crt is in the way'], fix: null },
      },
    ],
    [
      Object.assign(new EffectError('the upgrade failed', {}), { exitCode: 14 }),
      { state: 'rolledBack', exitCode: 14, nextCommand: null },
    ],
    [
      new Aborted('stopped', { signal: 'SIGINT', position: { resumable: true } }),
      { state: 'resumable', exitCode: 130, nextCommand: 'tsadm init --config a.yaml' },
    ],
  ])('%s', (error, wanted) => {
    const { keeper: status, written } = keeper();
    status.emit({ kind: 'run-started', command: 'init', run: 'r1', continued: false, dryRun: false, phases: ['p'] });
    status.failed(error);
    expect(written.at(-1)).toMatchObject(wanted);
  });
});

describe('the file is left alone', () => {
  const began = { kind: 'run-started', command: 'init', run: 'r1', continued: false, phases: ['preflight'] } as const;

  test('by a dry run', () => {
    const { keeper: status, written } = keeper();
    status.emit({ ...began, dryRun: true });
    status.emit({ kind: 'phase-started', phase: 'preflight', index: 0, count: 1 });
    status.failed(timeout);
    expect(written).toEqual([]);
  });

  test('by a command that does not begin', () => {
    const { keeper: status, written } = keeper();
    status.failed(timeout);
    expect(written).toEqual([]);
  });
});
