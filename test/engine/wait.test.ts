import { describe, expect, it } from 'vitest';
import { waitFor } from '../../src/engine/wait.ts';
import { Aborted, TimeoutError } from '../../src/errors.ts';
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
    await waitFor(parts, 'w', effect, never);
    expect(host.clock.sleeps).toEqual([100, 100]);
  });

  it('tells what it sees when that changes, and once a second', async () => {
    const host = memoryHost();
    let count = 0;
    const parts = toyParts(host, {
      lookAtProbe: async () => ({ ok: ++count > 25, seen: count < 5 ? 'refused' : 'status 500' }),
    });
    await waitFor(parts, 'w', effect, never);
    const told = parts.events.flatMap((event) => (event.kind === 'waiting' ? [event.lastSeen] : []));
    expect(told).toEqual(['refused', 'status 500', 'status 500', 'status 500']);
  });

  it('gives up with the last thing seen and the evidence', async () => {
    const evidence = [{ title: 'kubelet', lines: ['failed to load'] }];
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => ({ ok: false, seen: 'connection refused' }),
      diagnose: async () => evidence,
    });
    const failure = await waitFor(parts, 'w', effect, never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({
      lastSeen: 'connection refused',
      evidence,
      waitedMs: 5000,
      position: { phase: 'w', effect: 'w:kubelet' },
    });
  });

  it('stops with the run', async () => {
    const controller = new AbortController();
    const parts = toyParts(memoryHost(), {
      lookAtProbe: async () => {
        controller.abort('SIGTERM');
        return { ok: false, seen: 'no' };
      },
    });
    const failure = await waitFor(parts, 'w', effect, controller.signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Aborted);
    expect((failure as Aborted).signal).toBe('SIGTERM');
  });
});
