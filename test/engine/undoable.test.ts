import { expect, test } from 'vitest';
import { runWorkflow } from '../../src/engine/run.ts';
import { Aborted } from '../../src/errors.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { CallEffect } from '../../src/plan/effect.ts';
import type { Phase } from '../../src/plan/phase.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { Killed, type ToySpec, toyParts, toyRequest } from './parts.ts';

/** Operations that tell what is done; `fail` fails as long as it stands in `failing`. */
function telling(failing: { with?: Error; undoing?: Error } = { with: new Error('no') }) {
  const deeds: string[] = [];
  const operation = (name: string): Operation => ({
    name,
    describe: () => name,
    act: async () => {
      deeds.push(name);
      if (name === 'fail' && failing.with !== undefined) throw failing.with;
    },
    inverse: {
      undo: async () => {
        deeds.push(`undo ${name}`);
        if (failing.undoing !== undefined) throw failing.undoing;
      },
    },
  });
  return { deeds, operations: ['first', 'second', 'commit', 'fail'].map(operation) };
}

function call(operation: string, more: Partial<CallEffect> = {}): CallEffect {
  return { kind: 'call', id: `one:${operation}`, why: operation, operation, input: {}, ...more };
}

function phaseOf(...effects: readonly CallEffect[]): readonly Phase<ToySpec>[] {
  return [{ name: 'one', short: 'one', steps: [() => ({ effects })] }];
}

const undoOnFailure = true;
const host = () => memoryHost();

test('a failed run takes back what is marked, newest first, and fails as it did', async () => {
  const { deeds, operations } = telling();
  const phases = phaseOf(call('first', { undoOnFailure }), call('second', { undoOnFailure }), call('fail'));
  await expect(runWorkflow(toyParts(host(), {}, operations), toyRequest(phases))).rejects.toMatchObject({
    kind: 'effect',
    message: 'no',
  });
  expect(deeds).toEqual(['first', 'second', 'fail', 'undo second', 'undo first']);
});

test('what fails itself is taken back too: it may have done half', async () => {
  const { deeds, operations } = telling();
  await expect(
    runWorkflow(toyParts(host(), {}, operations), toyRequest(phaseOf(call('fail', { undoOnFailure })))),
  ).rejects.toThrow('no');
  expect(deeds).toEqual(['fail', 'undo fail']);
});

test('nothing is taken back that is not marked, or that lies before a commit mark', async () => {
  const { deeds, operations } = telling();
  const phases = phaseOf(
    call('first'),
    call('second', { undoOnFailure }),
    call('commit', { commit: true }),
    call('fail'),
  );
  await expect(runWorkflow(toyParts(host(), {}, operations), toyRequest(phases))).rejects.toThrow('no');
  expect(deeds).toEqual(['first', 'second', 'commit', 'fail']);
});

test('what an earlier try did before a commit mark is not taken back by a later one, unless it is done anew', async () => {
  const { deeds, operations } = telling();
  const machine = host();
  const first = call('first', { undoOnFailure });
  const before = phaseOf(first, call('commit', { commit: true }), call('fail'));
  await expect(runWorkflow(toyParts(machine, {}, operations), toyRequest(before))).rejects.toThrow('no');
  const again = (...effects: readonly CallEffect[]) =>
    expect(runWorkflow(toyParts(machine, {}, operations), toyRequest(phaseOf(...effects)))).rejects.toThrow('no');
  deeds.length = 0;
  await again(first, call('fail'));
  expect(deeds).toEqual(['fail']);
  deeds.length = 0;
  await again(call('second'), first, call('fail'));
  expect(deeds).toEqual(['second', 'first', 'fail', 'undo first']);
  deeds.length = 0;
  await again(first, call('fail'));
  expect(deeds).toEqual(['fail', 'undo first']);
});

test('a run that is stopped or killed is left to be continued', async () => {
  for (const end of [new Aborted('stopped', { signal: 'SIGINT' }), new Killed()]) {
    const { deeds, operations } = telling({});
    const phases = phaseOf(call('first', { undoOnFailure }), call('fail'));
    const hook = (moment: string, effect: { readonly id: string }) => {
      if (moment === 'before' && effect.id === 'one:fail') throw end;
    };
    await expect(runWorkflow(toyParts(host(), { hook }, operations), toyRequest(phases))).rejects.toBe(end);
    expect(deeds).toEqual(['first']);
  }
});

test('what cannot be taken back is said, and does not hide the failure', async () => {
  const { operations } = telling({ with: new Error('no'), undoing: new Error('gone away') });
  const parts = toyParts(host(), {}, operations);
  await expect(runWorkflow(parts, toyRequest(phaseOf(call('first', { undoOnFailure }), call('fail'))))).rejects.toThrow(
    'no',
  );
  expect(parts.events).toContainEqual(
    expect.objectContaining({ kind: 'effect-progress', text: 'could not be taken back: gone away' }),
  );
});

test('what works as before again is asked in the order in which it was done, and told by the error', async () => {
  const { deeds, operations } = telling();
  const inverses: Readonly<Record<string, Operation['inverse']>> = {
    first: {
      undo: async () => {
        deeds.push('undo first');
      },
      settled: async () => {
        deeds.push('first settles');
        return 'first is as before';
      },
    },
    second: {
      undo: async () => {
        deeds.push('undo second');
      },
      settled: () => Promise.reject(new Error('second does not come back')),
    },
    fail: { undo: async () => 'nothing', settled: async () => 'fail is as before' },
  };
  const told = operations.map((operation) => ({
    ...operation,
    inverse: inverses[operation.name] ?? operation.inverse,
  }));
  const phases = phaseOf(
    call('first', { undoOnFailure }),
    call('second', { undoOnFailure }),
    call('fail', { undoOnFailure }),
  );
  await expect(runWorkflow(toyParts(host(), {}, told), toyRequest(phases))).rejects.toMatchObject({
    takenBack: {
      restored: ['first is as before'],
      failed: ['could not be taken back: second does not come back'],
    },
  });
  expect(deeds).toEqual(['first', 'second', 'fail', 'undo second', 'undo first', 'first settles']);
});

test('what a commit mark keeps is told beside what is taken back, also when an earlier try passed the mark', async () => {
  const { operations } = telling();
  const told = operations.map((operation) => ({
    ...operation,
    inverse: {
      undo: async () => {},
      settled: async () => `${operation.name} is as before`,
      stays: () => (operation.name === 'first' ? 'first stays' : undefined),
    },
  }));
  const phases = phaseOf(
    call('first', { undoOnFailure }),
    call('commit', { commit: true }),
    call('second', { undoOnFailure }),
    call('fail'),
  );
  const machine = host();
  const takenBack = { restored: ['second is as before'], failed: [], kept: ['first stays'] };
  for (let tries = 1; tries <= 2; tries++) {
    await expect(runWorkflow(toyParts(machine, {}, told), toyRequest(phases))).rejects.toMatchObject({ takenBack });
  }
});

test('a signal waits for the effect with which another is whole', async () => {
  const { deeds, operations } = telling({});
  const controller = new AbortController();
  const stopping = operations.map((operation) => ({
    ...operation,
    act: async (...given: Parameters<Operation['act']>) => {
      await operation.act(...given);
      if (operation.name === 'first') controller.abort('SIGTERM');
    },
  }));
  const phases = phaseOf(call('first', { wholeWithNext: true }), call('second'), call('commit'));
  const request = toyRequest(phases, { signal: controller.signal });
  await expect(runWorkflow(toyParts(host(), {}, stopping), request)).rejects.toMatchObject({ kind: 'aborted' });
  expect(deeds).toEqual(['first', 'second']);
});
