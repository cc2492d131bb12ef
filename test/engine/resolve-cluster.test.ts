import { describe, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.ts';
import { runWorkflow } from '../../src/engine/run.ts';
import { EffectError, type Finding, PreflightError } from '../../src/errors.ts';
import type { Phase } from '../../src/plan/phase.ts';
import { Secret } from '../../src/plan/secret.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { Killed, type ToySpec, toyParts, toyRequest, writingPhase } from './parts.ts';

const finding: Finding = { name: 'Toy', severity: 'error', message: 'unfit' };

/** A phase that checks, asks the cluster and checks again, and one that writes what the cluster said. */
function phases(): readonly Phase<ToySpec>[] {
  return [
    { name: 'ask', short: 'ask', firstChecks: 'before', checks: 'after', reads: ['cluster'], steps: [] },
    writingPhase('write', ['/a', '/b']),
  ];
}

function parts(order: string[], more: Partial<EngineParts<ToySpec>> = {}, host = memoryHost()) {
  return toyParts(host, {
    runChecks: async (set, spec) => {
      order.push(`${set} ${spec.word}`);
      return [];
    },
    resolveCluster: async (_spec, _inputs, _host, _signal, known) => {
      order.push(known.has('said') ? 'remembered' : 'asked');
      const said = known.get('said')?.reveal() ?? `answer ${order.length}`;
      return { spec: { word: said }, kept: new Map([['said', new Secret(said)]]) };
    },
    ...more,
  });
}

describe('a phase that reads the cluster', () => {
  it('is checked before and after the cluster is asked, and phases get what it said', async () => {
    const order: string[] = [];
    const host = memoryHost();
    await runWorkflow(parts(order, {}, host), toyRequest(phases()));
    expect(order).toEqual(['before hello', 'asked', 'after answer 2']);
    expect(await host.files.read('/a')).toBe('answer 2\n');
  });

  it('asks nobody on a machine that is not fit', async () => {
    const order: string[] = [];
    const unfit = parts(order, { runChecks: async () => [finding] });
    await expect(runWorkflow(unfit, toyRequest(phases()))).rejects.toThrow(PreflightError);
    expect(order).toEqual([]);
  });

  it('asks when the finding is ignored', async () => {
    const order: string[] = [];
    const unfit = parts(order, { runChecks: async () => [finding] });
    await runWorkflow(unfit, toyRequest(phases(), { ignorePreflightErrors: ['toy'] }));
    expect(order).toEqual(['asked']);
  });

  it('is where a failure to find the cluster belongs, and nothing is left of the run', async () => {
    const host = memoryHost();
    const lost = parts(
      [],
      {
        resolveCluster: async () => {
          throw new EffectError('lost', {});
        },
      },
      host,
    );
    await expect(runWorkflow(lost, toyRequest(phases()))).rejects.toMatchObject({ position: { phase: 'ask' } });
    expect(await host.files.list('/var/lib/tsadm/runs')).toBeUndefined();
  });

  it('is not asked again by a later try, whose files are those of the first', async () => {
    const order: string[] = [];
    const host = memoryHost();
    const hook = (moment: string, effect: { readonly id: string }) => {
      if (moment === 'after' && effect.id === 'write:/a') throw new Killed();
    };
    await expect(runWorkflow(parts(order, { hook }, host), toyRequest(phases()))).rejects.toThrow(Killed);
    await runWorkflow(parts(order, {}, host), toyRequest(phases()));
    expect(order.filter((entry) => /asked|remembered/.test(entry))).toEqual(['asked', 'remembered']);
    expect(await host.files.read('/b')).toBe('answer 2\n');
  });

  it('is not asked at all when no selected phase reads it', async () => {
    const order: string[] = [];
    const selection = { kind: 'phase', path: 'write' } as const;
    await runWorkflow(parts(order), toyRequest(phases(), { selection }));
    expect(order).toEqual([]);
  });

  it('is asked while the machine is checked where that is wanted, and tells of it afterwards', async () => {
    const order: string[] = [];
    let tellAsked = () => {};
    const hasAsked = new Promise<void>((resolve) => {
      tellAsked = resolve;
    });
    const ahead = parts(order, {
      asksAhead: true,
      runChecks: async (set) => {
        if (set === 'before') await hasAsked;
        return [finding];
      },
      resolveCluster: async (spec, _inputs, _host, _signal, _known, emit) => {
        emit({ kind: 'note', note: { level: 'info', text: 'found it' } });
        tellAsked();
        return { spec, kept: new Map() };
      },
      reporter: {
        emit: (event) => {
          if (event.kind === 'note') order.push(event.note.text);
          if (event.kind === 'finding') order.push(event.finding.message);
        },
      },
    });
    await runWorkflow(ahead, toyRequest(phases(), { ignorePreflightErrors: ['toy'] }));
    expect(order).toEqual(['unfit', 'found it', 'unfit']);
  });

  it('is left in peace, and not heard, when the machine turns out to be unfit', async () => {
    const heard: string[] = [];
    let stopped: unknown;
    const ahead = parts([], {
      asksAhead: true,
      runChecks: async () => [finding],
      resolveCluster: (_spec, _inputs, _host, signal, _known, emit) => {
        emit({ kind: 'note', note: { level: 'info', text: 'nobody answers yet' } });
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            stopped = signal.reason;
            reject(new EffectError('lost', {}));
          });
        });
      },
      reporter: {
        emit: (event) => {
          if (event.kind === 'note') heard.push(event.note.text);
        },
      },
    });
    await expect(runWorkflow(ahead, toyRequest(phases()))).rejects.toThrow(PreflightError);
    expect(stopped).toBe('the machine is not fit');
    expect(heard).toEqual([]);
  });
});
