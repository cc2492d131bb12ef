import { expect, test } from 'vitest';
import { secretText } from '../../src/plan/artifact.ts';
import type { Event } from '../../src/plan/event.ts';
import { Secret } from '../../src/plan/secret.ts';
import { EventWriter } from '../../src/render/events.ts';
import { tee } from '../../src/render/tee.ts';
import { event as schema } from '../../src/schemas/event.ts';
import { apply, start, waitFor, write } from './effects.ts';

function written(...events: readonly Event[]): readonly Record<string, unknown>[] {
  const lines: string[] = [];
  const writer = new EventWriter(
    (line) => lines.push(line),
    () => Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  );
  for (const event of events) writer.emit(event);
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  const documents = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  // Every line is what the published schema says, and has nothing that the schema does not know.
  for (const document of documents) expect(schema.parse(document)).toEqual(document);
  return documents;
}

const judgement = { verdict: 'create' } as const;
const run: Event = {
  kind: 'run-started',
  command: 'init',
  run: 'r1',
  continued: false,
  dryRun: false,
  phases: ['certs/ca'],
};

test('every line has schema, time and run', () => {
  const [before, first, second] = written({ kind: 'note', note: { level: 'info', text: 'hello' } }, run, {
    kind: 'phase-ended',
    phase: 'certs/ca',
    elapsedMs: 3,
  });
  expect(before).toMatchObject({ run: null, kind: 'note' });
  expect(first).toEqual({ schema: 1, time: '2026-01-02T03:04:05.006Z', ...run });
  expect(second).toEqual({
    schema: 1,
    time: '2026-01-02T03:04:05.006Z',
    run: 'r1',
    kind: 'phase-ended',
    phase: 'certs/ca',
    elapsedMs: 3,
  });
});

test('effects are told without their content', () => {
  const secret = new Secret('PRIVATE');
  const file = write({ files: [{ path: '/pki/ca.key', mode: 0o600, content: secretText(secret) }] });
  const object = apply('Secret', 's', { data: { token: 'PRIVATE' } });
  const call = { ...start, secrets: { key: secret } };
  const events = written(
    { kind: 'effect-started', phase: 'p', effect: file, judgement },
    { kind: 'effect', phase: 'p', effect: object, judgement, elapsedMs: 1 },
    { kind: 'effect-progress', phase: 'p', effect: call, text: 'half-way' },
    { kind: 'waiting', phase: 'p', effect: waitFor('kubelet'), elapsedMs: 1, lastSeen: 'refused' },
    {
      kind: 'effect',
      phase: 'p',
      effect: { kind: 'run', id: 'p:r', why: 'w', file: 'ls', args: ['-l'] },
      judgement,
      elapsedMs: 1,
    },
    {
      kind: 'effect',
      phase: 'p',
      effect: { kind: 'remove', id: 'p:x', why: 'w', path: '/x', what: 'data' },
      judgement,
      elapsedMs: 1,
    },
  );
  expect(events.map(({ effect }) => effect)).toEqual([
    {
      id: 'etcd/local:write',
      kind: 'write',
      why: 'let the kubelet run etcd as a static Pod',
      what: 'static Pod manifest for etcd',
      files: [{ path: '/pki/ca.key', mode: '0600' }],
    },
    {
      id: 'upload-config/kubeadm:Secret/s',
      kind: 'apply',
      why: 'store the configuration',
      object: { apiVersion: 'v1', kind: 'Secret', name: 's', namespace: 'kube-system' },
      policy: 'converge',
    },
    { id: 'kubelet-start:start', kind: 'call', why: 'start the kubelet', operation: 'kubelet-start' },
    {
      id: 'wait-control-plane:kubelet',
      kind: 'await',
      why: 'wait for a healthy kubelet at http://127.0.0.1/healthz',
      component: 'kubelet',
      url: 'http://127.0.0.1/healthz',
      timeoutMs: 240_000,
    },
    { id: 'p:r', kind: 'run', why: 'w', command: ['ls', '-l'] },
    { id: 'p:x', kind: 'remove', why: 'w', what: 'data', path: '/x' },
  ]);
  expect(JSON.stringify(events)).not.toContain('PRIVATE');
});

test('a note with secrets is told in its public form', () => {
  const note = { level: 'output', text: 'token abc.def', publicText: 'token <withheld>' } as const;
  expect(written({ kind: 'note', phase: 'p', note })[0]).toMatchObject({
    note: { level: 'output', text: 'token <withheld>' },
  });
});

test('several reporters are told in order', () => {
  const told: string[] = [];
  tee({ emit: (event) => told.push(`a ${event.kind}`) }, { emit: (event) => told.push(`b ${event.kind}`) }).emit(run);
  expect(told).toEqual(['a run-started', 'b run-started']);
});
