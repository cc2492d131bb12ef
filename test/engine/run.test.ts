import { describe, expect, it } from 'vitest';
import { LockedError } from '../../src/engine/lock.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import { Aborted, DecisionError, EffectError, PreflightError, RefusedError } from '../../src/errors.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { text } from '../../src/plan/artifact.ts';
import type { Phase } from '../../src/plan/phase.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { Killed, type ToySpec, toyParts, toyRequest, writeOf, writingPhase } from './parts.ts';

const state = '/var/lib/tsadm';
const phases = [writingPhase('one', ['/a/1', '/a/2']), writingPhase('two', ['/b/1'])];

async function runs(host: ReturnType<typeof memoryHost>): Promise<readonly string[]> {
  return (await host.files.list(`${state}/runs`)) ?? [];
}

describe('a run', () => {
  it('does every effect, then leaves a record and no journal or secrets', async () => {
    const host = memoryHost();
    const result = await runWorkflow(toyParts(host), toyRequest(phases));
    expect(result.outcome).toBe('succeeded');
    expect(await host.files.read('/b/1')).toBe('hello\n');
    expect((await host.files.stat('/a/1'))?.mode).toBe(0o640);
    expect(await runs(host)).toEqual([]);
    expect(JSON.parse((await host.files.read(`${state}/records/toy.json`))!)).toMatchObject({
      command: 'toy',
      paths: ['/a/1', '/a/2', '/b/1'],
    });
    expect(await host.files.stat('/run/tsadm/lock')).toBeUndefined();
  });

  it('knows the second time what the first had found of the node, and asks nothing for it', async () => {
    const host = memoryHost();
    const asked: unknown[] = [];
    const parts = toyParts(host, {
      resolveInputs: async (spec, _inputs, _host, previous) => {
        asked.push(previous);
        const word = previous?.['node-name'] ?? 'found';
        return { spec: { ...spec, word }, resolved: { 'node-name': word }, warnings: [] };
      },
    });
    await runWorkflow(parts, toyRequest(phases));
    const again = await runWorkflow(parts, toyRequest(phases));
    expect(again).toMatchObject({ outcome: 'unchanged', spec: { word: 'found' } });
    expect(asked).toEqual([undefined, { 'node-name': 'found' }]);
  });

  it('changes nothing the second time, until something that it made is gone', async () => {
    const host = memoryHost();
    await runWorkflow(toyParts(host), toyRequest(phases));
    expect((await runWorkflow(toyParts(host), toyRequest(phases))).outcome).toBe('unchanged');
    await host.files.remove('/a/2');
    expect((await runWorkflow(toyParts(host), toyRequest(phases))).outcome).toBe('succeeded');
    expect(await host.files.read('/a/2')).toBe('hello\n');
  });

  it('backs up what it replaces', async () => {
    const host = memoryHost({ files: { '/a/1': { text: 'old\n' } } as never });
    await host.files.write('/a/1', 'old\n', { mode: 0o644, directoryMode: 0o755 });
    await runWorkflow(toyParts(host), toyRequest(phases));
    const [run] = (await host.files.list(`${state}/backups`))!;
    expect(await host.files.read(`${state}/backups/${run}/a/1`)).toBe('old\n');
    expect(await host.files.read('/a/1')).toBe('hello\n');
  });

  it('keeps no copy of what the same run wrote: it may hold a key', async () => {
    const host = memoryHost();
    const write = (phase: string, content: string) => ({
      kind: 'write' as const,
      id: `${phase}:write:/a/1`,
      why: 'try',
      artifact: {
        what: 'a file',
        files: [{ path: '/a/1', mode: 0o600, content: text(content) }],
        sameWhen: 'bytes' as const,
        directoryMode: 0o700,
      },
    });
    const twice = [
      {
        name: 'first',
        short: '',
        looks: () => [{ kind: 'file' as const, path: '/a/1' }],
        steps: [() => ({ effects: [write('first', 'key\n')] })],
      },
      {
        name: 'second',
        short: '',
        looks: () => [{ kind: 'file' as const, path: '/a/1' }],
        steps: [() => ({ effects: [write('second', 'no key\n')] })],
      },
    ];
    await runWorkflow(toyParts(host), toyRequest(twice));
    expect(await host.files.read('/a/1')).toBe('no key\n');
    expect(await host.files.list(`${state}/backups`)).toBeUndefined();
  });

  it('does not wait for the others of a group when one cannot come', async () => {
    const host = memoryHost();
    const waitFor = (component: string) => ({
      kind: 'await' as const,
      id: `wait:${component}`,
      why: `wait for ${component}`,
      group: 'wait',
      probe: { kind: 'http' as const, component, url: `http://${component}`, criSocket: '' },
      intervalMs: 100,
      timeoutMs: 240_000,
    });
    const waits: Phase<ToySpec> = {
      name: 'wait',
      short: 'wait',
      steps: [() => ({ effects: ['slow', 'broken', 'slower'].map(waitFor) })],
    };
    const suspect = { code: 'x', component: 'broken', title: 'broken does not start', evidence: [], fix: 'mend it' };
    let closed = 0;
    const parts = toyParts(host, {
      lookAtProbe: async () => ({ ok: false, seen: 'refused' }),
      watchStart: () => ({
        look: async (awaited) =>
          awaited === 'broken' ? { seen: 'ended', suspect, canHeal: false } : { seen: '', canHeal: true },
        close: () => {
          closed += 1;
        },
      }),
    });
    const failure = await runWorkflow(parts, toyRequest([waits])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EffectError);
    expect(failure).toMatchObject({ diagnosis: suspect, position: { phase: 'wait', effect: 'wait:broken' } });
    expect((failure as EffectError).position.resumable).toBe(true);
    expect(host.clock.monotonic()).toBeLessThan(10_000);
    expect(closed).toBe(1);
  });

  it('refuses to start beside another run that lives, and takes over a lock that nobody holds', async () => {
    const host = memoryHost();
    const stat = (start: string) => `99 (some tool) S ${Array.from({ length: 18 }, () => '0').join(' ')} ${start} 0`;
    await host.files.write('/proc/99/stat', stat('555'), { mode: 0o444, directoryMode: 0o555 });
    const held = JSON.stringify({ pid: 99, startTime: '555', command: 'init' });
    await host.files.write('/run/tsadm/lock', held, { mode: 0o600, directoryMode: 0o700 });
    await expect(runWorkflow(toyParts(host), toyRequest(phases))).rejects.toThrow(LockedError);
    expect(await host.files.stat('/a/1')).toBeUndefined();
    await host.files.write('/proc/99/stat', stat('777'), { mode: 0o444, directoryMode: 0o555 });
    expect((await runWorkflow(toyParts(host), toyRequest(phases))).outcome).toBe('succeeded');
  });
});

describe('continuing', () => {
  const count = 3;
  for (const moment of ['before', 'after'] as const) {
    for (let at = 1; at <= count; at++) {
      it(`ends as a clean run when killed ${moment} effect ${at}`, async () => {
        const host = memoryHost();
        let seen = 0;
        const hook = (when: 'before' | 'after') => {
          if (when === moment && ++seen === at) throw new Killed();
        };
        await expect(runWorkflow(toyParts(host, { hook }), toyRequest(phases))).rejects.toThrow(Killed);
        expect(await runs(host)).toHaveLength(1);
        const parts = toyParts(host);
        expect((await runWorkflow(parts, toyRequest(phases))).outcome).toBe('succeeded');
        expect(parts.events[0]).toMatchObject({ kind: 'run-started', continued: true });
        for (const path of ['/a/1', '/a/2', '/b/1']) expect(await host.files.read(path)).toBe('hello\n');
        expect(await runs(host)).toEqual([]);
      });
    }
  }

  it('keeps what was minted and found out on the first try', async () => {
    const host = memoryHost();
    const minting: Phase<ToySpec> = {
      name: 'mint',
      short: 'mint',
      looks: () => [{ kind: 'file', path: '/token' }],
      mints: () => [{ kind: 'token', name: 'token' }],
      steps: [({ secrets }) => ({ effects: [writeOf('mint', '/token', secrets.texts.get('token')!.reveal())] })],
    };
    const resolved: string[] = [];
    const more = {
      resolveInputs: async (
        spec: ToySpec,
        _inputs: unknown,
        _host: unknown,
        previous?: { readonly 'node-name'?: string },
      ) => {
        resolved.push(previous?.['node-name'] ?? 'fresh');
        return { spec, resolved: { 'node-name': previous?.['node-name'] ?? 'cp1' }, warnings: [] };
      },
    };
    const workflow = [minting, writingPhase('two', ['/b/1'])];
    const hook = (when: 'before' | 'after', effect: { readonly id: string }) => {
      if (when === 'before' && effect.id === 'two:/b/1') throw new Killed();
    };
    await expect(runWorkflow(toyParts(host, { ...more, hook }), toyRequest(workflow))).rejects.toThrow(Killed);
    const first = await host.files.read('/token');
    await runWorkflow(toyParts(host, more), toyRequest(workflow));
    expect(await host.files.read('/token')).toBe(first);
    expect(first).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}$/);
    expect(resolved).toEqual(['fresh', 'cp1']);
  });

  it('is bound to the machine, the command and the configuration', async () => {
    const host = memoryHost();
    await host.files.write('/etc/machine-id', 'm1\n', { mode: 0o444, directoryMode: 0o755 });
    const hook = () => {
      throw new Killed();
    };
    await expect(runWorkflow(toyParts(host, { hook }), toyRequest(phases))).rejects.toThrow(Killed);
    const other = toyParts(host);
    await runWorkflow(other, toyRequest(phases, { spec: { word: 'bye' } }));
    expect(other.events[0]).toMatchObject({ continued: false });
    await host.files.write('/etc/machine-id', 'm2\n', { mode: 0o444, directoryMode: 0o755 });
    const image = toyParts(host);
    await runWorkflow(image, toyRequest(phases));
    expect(image.events[0]).toMatchObject({ continued: false });
  });

  it('does not repeat a call without a look that is known to be done', async () => {
    const host = memoryHost();
    let calls = 0;
    const operation: Operation = {
      name: 'count',
      describe: () => 'count',
      act: async () => {
        calls++;
      },
      inverse: { none: 'counting is for ever' },
    };
    const counting: Phase<ToySpec> = {
      name: 'count',
      short: 'count',
      steps: [() => ({ effects: [{ kind: 'call', id: 'count:it', why: 'count', operation: 'count', input: {} }] })],
    };
    const workflow = [counting, writingPhase('two', ['/b/1'])];
    const hook = (when: 'before' | 'after', effect: { readonly id: string }) => {
      if (when === 'after' && effect.id === 'two:/b/1') throw new Killed();
    };
    await expect(runWorkflow(toyParts(host, { hook }, [operation]), toyRequest(workflow))).rejects.toThrow(Killed);
    await runWorkflow(toyParts(host, {}, [operation]), toyRequest(workflow));
    expect(calls).toBe(1);
  });

  it('does it again once something before it in its phase was done again, however often it is interrupted', async () => {
    const host = memoryHost();
    let running = false;
    const service = (name: string, wanted: boolean, look?: Operation['look']): Operation => ({
      name,
      describe: () => name,
      act: async () => {
        running = wanted;
      },
      inverse: { none: 'a toy' },
      ...(look === undefined ? {} : { look }),
    });
    const stop = service('stop', false, async () => ({ verdict: running ? 'do' : 'keep' }));
    const operations = [stop, service('start', true)];
    const call = (name: string) =>
      ({ kind: 'call', id: `service:${name}`, why: name, operation: name, input: {} }) as const;
    const restarting: Phase<ToySpec> = {
      name: 'service',
      short: 'service',
      steps: [() => ({ effects: [call('stop'), call('start')] })],
    };
    const workflow = [restarting, ...phases];
    const tries = [
      ['before one:/a/1', true],
      ['before one:/a/2', true],
      ['after service:stop', false],
      ['before two:/b/1', true],
      ['after service:stop', false],
    ] as const;
    for (const [moment, left] of tries) {
      const hook = (when: string, effect: { readonly id: string }) => {
        if (`${when} ${effect.id}` === moment) throw new Killed();
      };
      await expect(runWorkflow(toyParts(host, { hook }, operations), toyRequest(workflow))).rejects.toThrow(Killed);
      expect(running, moment).toBe(left);
    }
    await runWorkflow(toyParts(host, {}, operations), toyRequest(workflow));
    expect(running).toBe(true);
  });

  it('leaves a service alone that runs with the files it should, and starts one again that does not', async () => {
    const host = memoryHost();
    let running = true;
    const acts: string[] = [];
    const service = (name: string, wanted: boolean, more: Partial<Operation>): Operation => ({
      name,
      describe: () => name,
      act: async () => {
        acts.push(name);
        running = wanted;
      },
      inverse: { none: 'a toy' },
      ...more,
    });
    const operations = [
      service('stop', false, { look: async () => ({ verdict: running ? 'do' : 'keep' }) }),
      service('start', true, { undone: async () => !running }),
    ];
    const call = (name: string, more: object = {}) =>
      ({ kind: 'call', id: `service:${name}`, why: name, operation: name, input: {}, ...more }) as const;
    const configuring: Phase<ToySpec> = {
      name: 'service',
      short: 'service',
      looks: () => [{ kind: 'file', path: '/s/1' }],
      steps: [
        ({ spec }) => ({
          effects: [call('stop', { preparesStep: true }), writeOf('service', '/s/1', `${spec.word}\n`), call('start')],
        }),
      ],
    };
    const workflow = [configuring, ...phases];
    const interrupted = async (moment: string): Promise<readonly string[]> => {
      const before = acts.length;
      const hook = (when: string, effect: { readonly id: string }) => {
        if (`${when} ${effect.id}` === moment) throw new Killed();
      };
      await expect(runWorkflow(toyParts(host, { hook }, operations), toyRequest(workflow))).rejects.toThrow(Killed);
      return acts.slice(before);
    };
    expect(await interrupted('before one:/a/1')).toEqual(['stop', 'start']);
    expect(await interrupted('before one:/a/2')).toEqual([]);
    running = false;
    expect(await interrupted('before two:/b/1')).toEqual(['start']);
    await host.files.write('/s/1', 'other\n', { mode: 0o640, directoryMode: 0o755 });
    await runWorkflow(toyParts(host, {}, operations), toyRequest(workflow));
    expect(acts.slice(-2)).toEqual(['stop', 'start']);
  });

  it('knows that a folder which was there before is filled by what it started', async () => {
    const host = memoryHost();
    const make: Operation = {
      name: 'make',
      describe: () => 'make',
      look: async () => ({ verdict: 'keep' }),
      act: async () => {},
      inverse: { none: 'a toy' },
    };
    const taking: Phase<ToySpec> = {
      name: 'take',
      short: 'take',
      checks: 'toy',
      steps: [
        () => ({
          effects: [{ kind: 'call', id: 'take:it', why: 'take', operation: 'make', input: { path: '/data' } }],
        }),
      ],
    };
    const finding = {
      name: 'DirAvailable--data',
      severity: 'error',
      message: 'not empty',
      about: { kind: 'path', value: '/data' },
    } as const;
    let filled = false;
    const more = { runChecks: async () => (filled ? [finding] : []) };
    const hook = (when: string, effect: { readonly id: string }) => {
      filled = true;
      if (when === 'after' && effect.id === 'one:/a/1') throw new Killed();
    };
    const workflow = [taking, ...phases];
    await expect(runWorkflow(toyParts(host, { ...more, hook }, [make]), toyRequest(workflow))).rejects.toThrow(Killed);
    expect((await runWorkflow(toyParts(host, more, [make]), toyRequest(workflow))).outcome).toBe('succeeded');
  });

  it('reads a journal whose last line is torn', async () => {
    const host = memoryHost();
    const hook = (_when: string, effect: { readonly id: string }) => {
      if (effect.id === 'two:/b/1') throw new Killed();
    };
    await expect(runWorkflow(toyParts(host, { hook }), toyRequest(phases))).rejects.toThrow(Killed);
    const [run] = await runs(host);
    await host.files.append(`${state}/runs/${run}/journal.ndjson`, '{"t":"inte', { mode: 0o600 });
    expect((await runWorkflow(toyParts(host), toyRequest(phases))).outcome).toBe('succeeded');
  });
});

describe('what stops a run', () => {
  it('a dry run writes nothing at all', async () => {
    const host = memoryHost();
    const parts = toyParts(host);
    const result = await runWorkflow(parts, toyRequest(phases, { dryRun: true }));
    expect(result.outcome).toBe('planned');
    expect(result.planned.map(({ effect, judgement }) => [effect.id, judgement.verdict])).toEqual([
      ['one:/a/1', 'create'],
      ['one:/a/2', 'create'],
      ['two:/b/1', 'create'],
    ]);
    for (const folder of ['/a', '/b', state, '/run/tsadm']) expect(await host.files.stat(folder)).toBeUndefined();
  });

  it('refusals of every phase are shown before the first act', async () => {
    const host = memoryHost();
    const refusing = (name: string): Phase<ToySpec> => ({
      name,
      short: name,
      steps: [() => ({ effects: [], refusals: [`${name} says no`] })],
    });
    const failure = await runWorkflow(toyParts(host), toyRequest([phases[0]!, refusing('x'), refusing('y')])).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(RefusedError);
    expect((failure as RefusedError).reasons).toEqual(['x says no', 'y says no']);
    expect(await host.files.stat('/a')).toBeUndefined();
    expect(await runs(host)).toEqual([]);
  });

  it('a failed check stops it before anything; one that our own unfinished run explains does not', async () => {
    const host = memoryHost();
    const checked: Phase<ToySpec> = { name: 'check', short: 'check', checks: 'toy', steps: [] };
    const more = {
      runChecks: async () =>
        (await host.files.stat('/a/1')) === undefined
          ? []
          : [
              {
                name: 'FileAvailable--a-1',
                severity: 'error',
                message: 'is there',
                about: { kind: 'path', value: '/a/1' },
              } as const,
            ],
    };
    await host.files.write('/a/1', 'foreign\n', { mode: 0o644, directoryMode: 0o755 });
    await expect(runWorkflow(toyParts(host, more), toyRequest([checked, ...phases]))).rejects.toThrow(PreflightError);
    expect(await host.files.read('/a/1')).toBe('foreign\n');
    await host.files.remove('/a/1');
    const hook = (when: string, effect: { readonly id: string }) => {
      if (when === 'after' && effect.id === 'one:/a/1') throw new Killed();
    };
    await expect(runWorkflow(toyParts(host, { ...more, hook }), toyRequest([checked, ...phases]))).rejects.toThrow(
      Killed,
    );
    const parts = toyParts(host, more);
    expect((await runWorkflow(parts, toyRequest([checked, ...phases]))).outcome).toBe('succeeded');
    expect(parts.events).toContainEqual(expect.objectContaining({ kind: 'finding', explained: true }));
  });

  it('a signal stops it between two effects and the same command goes on', async () => {
    const host = memoryHost();
    const controller = new AbortController();
    const hook = (when: string) => {
      if (when === 'after') controller.abort('SIGINT');
    };
    const failure = await runWorkflow(
      toyParts(host, { hook }),
      toyRequest(phases, { signal: controller.signal }),
    ).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Aborted);
    expect((failure as Aborted).signal).toBe('SIGINT');
    expect(await host.files.read('/a/1')).toBe('hello\n');
    expect(await host.files.stat('/a/2')).toBeUndefined();
    expect((await runWorkflow(toyParts(host), toyRequest(phases))).outcome).toBe('succeeded');
  });

  it('a deed that fails names phase and effect', async () => {
    const host = memoryHost();
    const failing: Phase<ToySpec> = {
      name: 'fail',
      short: 'fail',
      steps: [() => ({ effects: [{ kind: 'run', id: 'fail:cmd', why: 'try', file: '/bin/false', args: [] }] })],
    };
    const failure = await runWorkflow(toyParts(host), toyRequest([failing])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EffectError);
    expect((failure as EffectError).position).toMatchObject({ phase: 'fail', effect: 'fail:cmd', resumable: true });
  });

  it('a file that appeared after the preview is not overwritten unseen', async () => {
    const host = memoryHost();
    // The second phase decides only once the first has acted that it wants to write over a stranger's file.
    const late: Phase<ToySpec> = {
      name: 'late',
      short: 'late',
      looks: () => [
        { kind: 'file', path: '/a/1' },
        { kind: 'file', path: '/stranger' },
      ],
      steps: [
        ({ facts }) => ({
          effects: facts.files.get('/a/1')?.state === 'present' ? [writeOf('late', '/stranger', 'mine')] : [],
        }),
      ],
    };
    await host.files.write('/stranger', 'theirs', { mode: 0o640, directoryMode: 0o755 });
    await expect(runWorkflow(toyParts(host), toyRequest([phases[0]!, late]))).rejects.toThrow(DecisionError);
    expect(await host.files.read('/stranger')).toBe('theirs');
  });
});
