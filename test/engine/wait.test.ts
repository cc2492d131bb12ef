import { describe, expect, it } from 'vitest';
import { waitFor } from '../../src/engine/wait.ts';
import { Aborted, type Diagnosis, EffectError, TimeoutError } from '../../src/errors.ts';
import type { AwaitEffect } from '../../src/plan/effect.ts';
import { memoryHost } from '../fakes/memory-host.ts';
import { toyParts } from './parts.ts';

const effect: AwaitEffect = {
  kind: 'await',
  id: 'w:kubelet',
  why: 'wait for the kubelet',
  probe: { kind: 'http', component: 'kubelet', url: 'http://127.0.0.1:10248/healthz', criSocket: 'unix:///s' },
  intervalMs: 100,
  timeoutMs: 5000,
};
const never = new AbortController().signal;

describe('waitFor', () => {
  it('ends as soon as the probe is satisfied', async () => {
    const host = memoryHost();
    const seen = ['refused', 'refused', 'ok'];
    const parts = toyParts(host, { lookAtProbe: async () => ({ ok: seen[0] === 'ok', seen: seen.shift()! }) });
    await waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    expect(host.clock.sleeps.filter((ms) => ms === effect.intervalMs)).toEqual([100, 100]);
  });

  it('tells what it sees when that changes, and once a second', async () => {
    const host = memoryHost();
    let count = 0;
    const parts = toyParts(host, {
      lookAtProbe: async () => ({ ok: ++count > 25, seen: count < 5 ? 'refused' : 'status 500' }),
    });
    await waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    const told = parts.events.flatMap((event) => (event.kind === 'waiting' ? [event.lastSeen] : []));
    expect(told).toEqual(['refused', 'status 500', 'status 500', 'status 500']);
  });

  it('gives up with the last thing seen and the evidence', async () => {
    const evidence = [{ title: 'kubelet', lines: ['failed to load'] }];
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: false, seen: 'connection refused' }),
      diagnose: async () => evidence,
    });
    const failure = await waitFor(parts, 'w', effect, {
      signal: never,
      watch: () => parts.watchStart(parts.host),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({
      lastSeen: 'connection refused',
      evidence,
      waitedMs: 5000,
      position: { phase: 'w', effect: 'w:kubelet' },
    });
  });

  it('names the file that did not come, and what to do then', async () => {
    const parts = toyParts(memoryHost(), { lookAtProbe: async () => ({ ok: false, seen: 'not there yet' }) });
    const probe = { kind: 'file', component: 'kubelet', path: '/client.pem' } as const;
    const late = waitFor(
      parts,
      'w',
      { ...effect, probe, ifLate: 'kubectl get csr' },
      { signal: never, watch: () => parts.watchStart(parts.host) },
    );
    await expect(late).rejects.toMatchObject({
      message: '/client.pem was not there within 5s',
      hint: 'kubectl get csr',
    });
  });

  const suspect: Diagnosis = {
    code: 'unknown-flag',
    component: 'kubelet',
    title: 'kubelet does not start: it does not know the flag --x',
    evidence: [{ title: 'kubelet', lines: ['it ended with exit code 1'] }],
    fix: 'correct kubeletExtraArgs',
  };

  it('tells what was seen behind the endpoint, and what it suspects', async () => {
    let count = 0;
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: ++count > 20, seen: 'connection refused' }),
      watchStart: () => ({ look: async () => ({ seen: 'ended', suspect, canHeal: true }), close: () => {} }),
    });
    await waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    const told = parts.events.flatMap((event) => (event.kind === 'waiting' ? [event] : []));
    expect(told[0]).toMatchObject({ lastSeen: 'connection refused' });
    expect(told[0]).not.toHaveProperty('suspect');
    const { evidence: _, ...short } = suspect;
    expect(told.at(-1)).toMatchObject({ lastSeen: 'ended', suspect: short });
  });

  it('says whether a file or an answer is awaited', async () => {
    const asked: unknown[] = [];
    const look = async (...words: readonly unknown[]) => {
      asked.push(words);
      return { seen: '', canHeal: true };
    };
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: asked.length > 0, seen: 'not yet' }),
      watchStart: () => ({ look, close: () => {} }),
    });
    const waits = [effect, { ...effect, probe: { kind: 'file', component: 'kubelet', path: '/x' } as const }];
    for (const each of waits) {
      await waitFor(parts, 'w', each, { signal: never, watch: () => parts.watchStart(parts.host) });
      expect(asked.pop()).toEqual(each === effect ? ['kubelet', 'unix:///s', false] : ['kubelet', '', true]);
    }
  });

  it('gives up as soon as waiting cannot help', async () => {
    const host = memoryHost();
    const parts = toyParts(host, {
      lookAtProbe: async () => ({ ok: false, seen: 'connection refused' }),
      watchStart: () => ({ look: async () => ({ seen: 'ended', suspect, canHeal: false }), close: () => {} }),
    });
    const waiting = waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    const failure = await waiting.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EffectError);
    expect(failure).toMatchObject({
      message: suspect.title,
      hint: suspect.fix,
      diagnosis: suspect,
      position: { phase: 'w', effect: 'w:kubelet' },
    });
    expect(host.clock.monotonic()).toBeLessThan(effect.timeoutMs);
  });

  it('does not give up on what answers after all', async () => {
    let hopeless = false;
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: hopeless, seen: 'connection refused' }),
      watchStart: () => ({
        look: async () => {
          hopeless = true;
          return { seen: 'ended', suspect, canHeal: false };
        },
        close: () => {},
      }),
    });
    await waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
  });

  it('gives up beside an endpoint that takes the question and says nothing', async () => {
    const host = memoryHost();
    let asked = 0;
    const parts = toyParts(host, {
      lookAtProbe: async () => {
        asked += 1;
        await host.clock.sleep(5000);
        return { ok: false, seen: 'no answer' };
      },
      watchStart: () => ({ look: async () => ({ seen: 'ended', suspect, canHeal: false }), close: () => {} }),
    });
    const waiting = waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    await expect(waiting).rejects.toThrow(suspect.title);
    expect(host.clock.monotonic()).toBeLessThan(2000);
    expect(asked).toBe(1);
  });

  it('goes on when nothing can be seen behind the endpoint, and is not held up by it', async () => {
    const host = memoryHost();
    const seen = [...Array(25).fill('refused'), 'ok'];
    let looks = 0;
    const parts = toyParts(host, {
      lookAtProbe: async () => ({ ok: seen[0] === 'ok', seen: seen.shift()! }),
      watchStart: () => ({
        look: async () => {
          looks += 1;
          if (looks === 1) throw new Error('no runtime');
          return new Promise<never>(() => {});
        },
        close: () => {},
      }),
    });
    await waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    expect(host.clock.sleeps.filter((ms) => ms === effect.intervalMs)).toHaveLength(25);
    expect(looks).toBe(2);
  });

  it('names what it suspects when the time is over', async () => {
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: false, seen: 'connection refused' }),
      watchStart: () => ({ look: async () => ({ seen: 'ended', suspect, canHeal: true }), close: () => {} }),
    });
    const waiting = waitFor(parts, 'w', effect, { signal: never, watch: () => parts.watchStart(parts.host) });
    const failure = await waiting.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({ lastSeen: 'ended', diagnosis: suspect, hint: `${suspect.title}; ${suspect.fix}` });
  });

  it('stops with the run', async () => {
    const controller = new AbortController();
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => {
        controller.abort('SIGTERM');
        return { ok: false, seen: 'no' };
      },
    });
    const failure = await waitFor(parts, 'w', effect, {
      signal: controller.signal,
      watch: () => parts.watchStart(parts.host),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Aborted);
    expect((failure as Aborted).signal).toBe('SIGTERM');
  });
});
